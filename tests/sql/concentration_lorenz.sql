-- Key: window, over, point
--
-- The Lorenz curve of downloads, over models and over accounts, at 101 points.
--
-- share: the downloads of the ceil(point * n / 100) smallest of the window's n, by total.
WITH holders AS (
  SELECT window_name, 'models' AS holder_type, downloads FROM window_values
  UNION ALL
  SELECT window_name, 'accounts', sum(downloads)
  FROM window_values JOIN models USING (id)
  GROUP BY window_name, account
),
running AS (
  SELECT
    window_name,
    holder_type,
    row_number() OVER ascending AS i,
    sum(downloads) OVER (ascending ROWS UNBOUNDED PRECEDING) AS sum_to_i
  FROM holders
  WINDOW ascending AS (PARTITION BY window_name, holder_type ORDER BY downloads)
),
totals AS (
  SELECT window_name, holder_type, count(*) AS n, sum(downloads) AS total
  FROM holders GROUP BY window_name, holder_type
),
points AS (
  SELECT window_name, grain, basis, complete, holder_type, point
  FROM windows
  CROSS JOIN (VALUES ('models'), ('accounts')) AS holder_types(holder_type)
  CROSS JOIN range(101) AS numbers(point)
)
SELECT
  points.window_name AS "window",
  points.holder_type AS "over",
  points.point,
  grain,
  basis,
  complete,
  coalesce(sum_to_i, 0) AS share_num,
  coalesce(total, 0) AS share_den
FROM points
LEFT JOIN totals USING (window_name, holder_type)
LEFT JOIN running
  ON running.window_name = points.window_name
 AND running.holder_type = points.holder_type
 AND running.i = (point * n + 99) // 100
ORDER BY "window", "over", point;
