-- Key: window, rank
--
-- How much are the liked models downloaded? The 100 most liked models of the dump in each window
-- that is no month, week or day.
WITH liked AS (
  SELECT id, likes, row_number() OVER (ORDER BY likes DESC, id) AS rank FROM dump WHERE likes > 0
  QUALIFY rank <= 100
),
downloaded AS (
  SELECT window_name, id FROM window_values WHERE downloads > 0
  QUALIFY row_number() OVER (PARTITION BY window_name ORDER BY downloads DESC, id) <= 25
)
SELECT
  window_name AS "window", rank, grain, basis, complete,
  id AS model,
  likes,
  coalesce(downloads, 0) AS downloads,
  coalesce(downloads, 0) AS downloads_per_like_num,
  likes AS downloads_per_like_den,
  downloaded.id IS NOT NULL AS is_most_downloaded
FROM wide_windows CROSS JOIN liked
LEFT JOIN window_values USING (window_name, id)
LEFT JOIN downloaded USING (window_name, id)
ORDER BY "window", rank;
