-- Quantiles of single records by nearest rank, from counts of equal values.
WITH years AS (
  SELECT name AS year, first_month, last_month FROM windows WHERE grain IN ('year', 'all')
),
all_classes AS (
  SELECT class, name FROM classes UNION ALL SELECT class, 'all' FROM classes
),
counts AS (
  SELECT year, all_classes.name AS class, d, sum(n) AS n
  FROM years
  JOIN (SELECT month // 12 * 12 AS january, class, d, sum(n) AS n FROM values_of_records GROUP BY ALL)
    ON january BETWEEN first_month // 12 * 12 AND last_month
  JOIN all_classes USING (class)
  GROUP BY ALL
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
SELECT * REPLACE (coalesce(records, 0) AS records, coalesce(downloads, 0) AS downloads)
FROM (SELECT year FROM years)
CROSS JOIN (SELECT DISTINCT name AS class FROM all_classes) LEFT JOIN quantiles USING (year, class);
