-- Quantiles by nearest rank, and the median of the ten largest, from counts of equal values.
WITH running AS (
  SELECT w, class, d, n,
    sum(n) OVER (PARTITION BY w, class ORDER BY d) AS up_to,
    sum(n) OVER (PARTITION BY w, class) AS models,
    coalesce(sum(n) FILTER (d = 0) OVER (PARTITION BY w, class), 0) AS zeros
  FROM values_of_models WHERE n > 0
),
quantiles AS (
  SELECT w, class, any_value(models) AS models, any_value(models - zeros) AS downloaded,
    sum(n * d::HUGEINT) AS downloads,
    min(d) FILTER (up_to >= (models * 100 + 999) // 1000) AS q10,
    min(d) FILTER (up_to >= (models * 250 + 999) // 1000) AS q25,
    min(d) FILTER (up_to >= (models * 500 + 999) // 1000) AS q50,
    min(d) FILTER (up_to >= (models * 750 + 999) // 1000) AS q75,
    min(d) FILTER (up_to >= (models * 900 + 999) // 1000) AS q90,
    min(d) FILTER (up_to >= (models * 990 + 999) // 1000) AS q99,
    min(d) FILTER (d > 0 AND up_to - zeros >=
      ((models - zeros) * 100 + 999) // 1000) AS downloaded_q10,
    min(d) FILTER (d > 0 AND up_to - zeros >=
      ((models - zeros) * 250 + 999) // 1000) AS downloaded_q25,
    min(d) FILTER (d > 0 AND up_to - zeros >=
      ((models - zeros) * 500 + 999) // 1000) AS downloaded_q50,
    min(d) FILTER (d > 0 AND up_to - zeros >=
      ((models - zeros) * 750 + 999) // 1000) AS downloaded_q75,
    min(d) FILTER (d > 0 AND up_to - zeros >=
      ((models - zeros) * 900 + 999) // 1000) AS downloaded_q90,
    min(d) FILTER (d > 0 AND up_to - zeros >=
      ((models - zeros) * 990 + 999) // 1000) AS downloaded_q99,
    min(d) FILTER (up_to >= models - least(10, models) + (least(10, models) + 1) // 2)
      AS top10_median
  FROM running GROUP BY w, class
)
SELECT windows.name AS "window", classes.name AS class, grain, basis, complete, records,
  coalesce(models, 0) AS models, coalesce(downloaded, 0) AS downloaded,
  coalesce(downloads, 0) AS downloads,
  coalesce(downloads, 0) AS mean_num, coalesce(models, 0) AS mean_den,
  coalesce(downloads, 0) AS mean_downloaded_num, coalesce(downloaded, 0) AS mean_downloaded_den,
  q10, q25, q50, q75, q90, q99, downloaded_q10, downloaded_q25, downloaded_q50, downloaded_q75,
  downloaded_q90, downloaded_q99, top10_median
FROM windows CROSS JOIN classes LEFT JOIN quantiles USING (w, class);
