-- Key: window
--
-- Are the liked models the downloaded ones? The 25 most liked models of the dump and the 25 most
-- downloaded of the window (above none; ties: the first by byte): those in both over those in
-- either. downloads_per_like: all downloads of the window over all likes of the dump.
WITH liked AS (
  SELECT id FROM dump WHERE likes > 0 ORDER BY likes DESC, id LIMIT 25
),
downloaded AS (
  SELECT window_name, id FROM window_values WHERE downloads > 0
  QUALIFY row_number() OVER (PARTITION BY window_name ORDER BY downloads DESC, id) <= 25
),
lists AS (
  SELECT
    window_name,
    (SELECT count(*) FROM liked) AS liked,
    count(downloaded.id) AS downloaded,
    count(liked.id) AS common
  FROM windows LEFT JOIN downloaded USING (window_name) LEFT JOIN liked ON liked.id = downloaded.id
  GROUP BY window_name
),
totals AS (
  SELECT window_name, sum(downloads) AS downloads FROM window_values GROUP BY window_name
)
SELECT
  window_name AS "window", grain, basis, complete, records,
  liked,
  downloaded,
  common AS overlap_num,
  liked + downloaded - common AS overlap_den,
  coalesce(downloads, 0) AS downloads_per_like_num,
  (SELECT coalesce(sum(CASE WHEN likes > 0 THEN likes END), 0) FROM dump) AS downloads_per_like_den
FROM windows JOIN lists USING (window_name) LEFT JOIN totals USING (window_name)
ORDER BY "window";
