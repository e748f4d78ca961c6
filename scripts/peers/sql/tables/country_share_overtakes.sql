WITH standings AS (
  SELECT attribution, "window" AS period, country, measure,
    CASE measure WHEN 'monthly' THEN downloads ELSE cumulative_downloads END AS value
  FROM answer.country_share CROSS JOIN (VALUES ('monthly'), ('cumulative')) AS measures(measure)
  WHERE grain = 'month' AND complete AND plurality IS NOT NULL
),
changes AS (
  SELECT attribution, measure, period, one.country, other.country AS overtaken,
    one.value AS country_downloads, other.value AS overtaken_downloads,
    one.value > other.value AS ahead,
    lag(one.value > other.value) OVER (
      PARTITION BY attribution, measure, one.country, other.country ORDER BY period) AS before
  FROM standings AS one JOIN standings AS other USING (attribution, measure, period)
  WHERE one.value <> other.value
)
SELECT * EXCLUDE (ahead, before) FROM changes WHERE ahead AND NOT before;
