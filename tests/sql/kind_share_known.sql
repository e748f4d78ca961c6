-- Key: window
--
-- For how much of the downloads is the kind of the account known?
--
-- known: downloads of models of accounts of known kind by all downloads of the window.
WITH sums AS (
  SELECT
    window_name,
    count(*) AS models,
    count(*) FILTER (kind <> 'unknown') AS models_known,
    sum(downloads) AS downloads,
    sum(downloads) FILTER (kind <> 'unknown') AS downloads_known
  FROM window_values JOIN models USING (id)
  GROUP BY window_name
)
SELECT
  window_name AS "window",
  grain,
  basis,
  complete,
  records,
  coalesce(models, 0) AS models,
  coalesce(models_known, 0) AS models_known,
  coalesce(downloads, 0) AS downloads,
  coalesce(downloads_known, 0) AS downloads_known,
  coalesce(downloads_known, 0) AS known_num,
  coalesce(downloads, 0) AS known_den
FROM windows LEFT JOIN sums USING (window_name)
ORDER BY "window";
