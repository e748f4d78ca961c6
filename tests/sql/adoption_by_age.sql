-- Key: scheme, class, age_days
--
-- How fast are the leading models of a size adopted?
--
-- Of the models created from the first to the last record day (created), the 10 of each class with
-- the most downloads in all records, above none, ties by id. models: those that were observed for age_days days, from
-- their creation to the last record day, both included; median: of their downloads on the days of
-- age below age_days, by nearest rank. Downloads of days before the creation are of age 0.
WITH bounds AS (
  SELECT min(day) AS first_record, max(day) AS last_record FROM records
),
schemes AS (
  SELECT 'census' AS scheme, unnest(['<1B', '1-9B', '10-99B', '>=100B', 'unknown']) AS class
  UNION ALL
  SELECT 'atom', unnest(['<1B', '1-5B', '5-10B', '10-50B', '50-100B', '100-250B', '250B+',
                         'unknown'])
),
ages AS (SELECT unnest([7, 14, 30, 60, 90, 180, 365]) AS age_days),
newborns AS (
  SELECT
    id, created, last_record, class,
    CASE
      WHEN parameters IS NULL THEN 'unknown'
      WHEN parameters < 1e9::HUGEINT THEN '<1B'
      WHEN parameters < 5e9::HUGEINT THEN '1-5B'
      WHEN parameters < 10e9::HUGEINT THEN '5-10B'
      WHEN parameters < 50e9::HUGEINT THEN '10-50B'
      WHEN parameters < 100e9::HUGEINT THEN '50-100B'
      WHEN parameters < 250e9::HUGEINT THEN '100-250B'
      ELSE '250B+'
    END AS atom_class
  FROM models, bounds
  WHERE created BETWEEN first_record AND last_record
),
totals AS (
  SELECT id, sum(downloads) AS total FROM records GROUP BY id
),
in_schemes AS (
  SELECT 'census' AS scheme, class, id, created, last_record FROM newborns
  UNION ALL
  SELECT 'atom', atom_class, id, created, last_record FROM newborns
),
ranked AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY scheme, class ORDER BY coalesce(total, 0) DESC, encode(id)) AS rank
  FROM in_schemes JOIN totals USING (id) WHERE total > 0
),
reached AS (
  SELECT scheme, class, age_days, ranked.id,
    coalesce(sum(downloads) FILTER (day < created + age_days), 0) AS downloads
  FROM ranked CROSS JOIN ages LEFT JOIN records USING (id)
  WHERE rank <= 10 AND last_record + 1 >= created + age_days
  GROUP BY scheme, class, age_days, ranked.id
),
medians AS (
  SELECT scheme, class, age_days, count(*) AS models,
    nearest_rank(list(downloads ORDER BY downloads), 500) AS median
  FROM reached GROUP BY scheme, class, age_days
),
sizes AS (
  SELECT scheme, class, count(*) AS created FROM in_schemes GROUP BY scheme, class
)
SELECT
  scheme,
  class,
  age_days,
  coalesce(created, 0) AS created,
  coalesce(models, 0) AS models,
  median
FROM schemes CROSS JOIN ages
LEFT JOIN sizes USING (scheme, class)
LEFT JOIN medians USING (scheme, class, age_days)
ORDER BY scheme, class, age_days;
