WITH sized AS (
  SELECT w, parameters, sum(d) AS d
  FROM wide JOIN facts USING (m) GROUP BY ALL
),
running AS (
  SELECT *, sum(d) OVER (PARTITION BY w ORDER BY parameters) AS reached,
    sum(d) OVER (PARTITION BY w) AS known
  FROM sized WHERE parameters IS NOT NULL
),
known AS (
  SELECT w, any_value(known) AS known, sum(parameters::HUGEINT * d) AS weighted,
    min(parameters) FILTER (reached >= (known + 1) // 2) AS median_parameters
  FROM running GROUP BY w
),
totals AS (
  SELECT w, sum(d) AS downloads FROM sized GROUP BY w
)
SELECT name AS "window", grain, basis, complete, records,
  coalesce(downloads, 0) AS downloads,
  coalesce(known, 0) AS known_num, coalesce(downloads, 0) AS known_den,
  coalesce(weighted, 0) AS mean_parameters_num, coalesce(known, 0) AS mean_parameters_den,
  median_parameters
FROM windows LEFT JOIN totals USING (w) LEFT JOIN known USING (w)
WHERE grain <> 'month';
