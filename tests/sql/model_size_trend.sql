-- Key: window
--
-- Are downloaded models growing?
--
-- known: the part of all downloads that goes to models of known parameters. mean_parameters: their
-- mean, weighted by downloads. median_parameters: the smallest p such that models of at most p
-- parameters have ceil(W / 2) of those W downloads; NULL where W is 0. No months, weeks or days.
WITH sized AS (
  SELECT window_name, parameters, sum(downloads) AS downloads
  FROM window_values JOIN models USING (id)
  GROUP BY window_name, parameters
),
running AS (
  SELECT
    window_name,
    parameters,
    sum(downloads) OVER (PARTITION BY window_name ORDER BY parameters) AS reached,
    sum(downloads) OVER (PARTITION BY window_name) AS w
  FROM sized
  WHERE parameters IS NOT NULL
),
medians AS (
  SELECT window_name, min(parameters) AS median_parameters
  FROM running
  WHERE w > 0 AND reached >= (w + 1) // 2
  GROUP BY window_name
),
sums AS (
  SELECT
    window_name,
    sum(downloads) AS downloads,
    sum(downloads) FILTER (parameters IS NOT NULL) AS known,
    sum(parameters * downloads) AS weighted
  FROM sized
  GROUP BY window_name
)
SELECT
  window_name AS "window",
  grain,
  basis,
  complete,
  records,
  coalesce(downloads, 0) AS downloads,
  coalesce(known, 0) AS known_num,
  coalesce(downloads, 0) AS known_den,
  coalesce(weighted, 0) AS mean_parameters_num,
  coalesce(known, 0) AS mean_parameters_den,
  median_parameters
FROM windows LEFT JOIN sums USING (window_name) LEFT JOIN medians USING (window_name)
WHERE grain NOT IN ('month', 'week', 'day')
ORDER BY "window";
