-- Quantiles of single records by nearest rank, from counts of equal values.
WITH years AS (
  SELECT name AS year FROM windows WHERE grain IN ('year', 'all')
),
all_classes AS (
  SELECT class, name FROM classes UNION ALL SELECT 5, 'all'
),
by_year AS (
  SELECT month // 12 AS year, class, d, sum(n)::BIGINT AS n FROM values_of_records GROUP BY ALL
),
counts AS (
  SELECT coalesce(year::VARCHAR, 'all') AS year, coalesce(class, 5) AS class, d, sum(n)::BIGINT AS n
  FROM by_year GROUP BY GROUPING SETS ((year, class, d), (year, d), (class, d), (d))
),
running AS (
  SELECT *, sum(n) OVER (PARTITION BY year, class ORDER BY d) AS up_to,
    sum(n) OVER (PARTITION BY year, class) AS records
  FROM counts
),
quantiles AS (
  SELECT year, class, any_value(records) AS records, sum(n * d::HUGEINT) AS downloads,
  min(d) AS min,
  min(d) FILTER (up_to >= (records * 10 + 999) // 1000) AS q01,
  min(d) FILTER (up_to >= (records * 100 + 999) // 1000) AS q10,
  min(d) FILTER (up_to >= (records * 250 + 999) // 1000) AS q25,
  min(d) FILTER (up_to >= (records * 500 + 999) // 1000) AS q50,
  min(d) FILTER (up_to >= (records * 750 + 999) // 1000) AS q75,
  min(d) FILTER (up_to >= (records * 900 + 999) // 1000) AS q90,
  min(d) FILTER (up_to >= (records * 990 + 999) // 1000) AS q99,
  min(d) FILTER (up_to >= (records * 999 + 999) // 1000) AS q999,
  max(d) AS max
  FROM running GROUP BY year, class
)
SELECT * EXCLUDE (class, name) REPLACE (coalesce(records, 0) AS records,
    coalesce(downloads, 0) AS downloads), name AS class
FROM years CROSS JOIN all_classes LEFT JOIN quantiles USING (year, class);
