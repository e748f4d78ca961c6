-- Key: scheme, class, rank, age_days
--
-- How fast is each leading model adopted?
--
-- The models behind the medians of adoption_by_age, each at the ages that it was observed for.
-- rank: in its class, by range_downloads, its downloads in all records, then by id. downloads: on
-- the days of age below age_days, and so on those before the creation; to_median: by the median of
-- its class at that age.
WITH range AS (
  SELECT min(day) AS first_record, max(day) AS last_record FROM records
),
newborns AS (
  SELECT
    id, parameters, class, created, date_diff('day', created, last_record) + 1 AS observed_days,
    (SELECT coalesce(sum(downloads), 0) FROM records WHERE records.id = models.id) AS total
  FROM models, range
  WHERE created >= first_record AND created <= last_record
),
atom(class, least, below) AS (
  VALUES ('<1B', 0, 1), ('1-5B', 1, 5), ('5-10B', 5, 10), ('10-50B', 10, 50), ('50-100B', 50, 100),
         ('100-250B', 100, 250), ('250B+', 250, 10000000000)
),
labelled AS (
  SELECT 'census' AS scheme, class, id, created, observed_days, total FROM newborns
  UNION ALL
  SELECT 'atom', coalesce(atom.class, 'unknown'), id, created, observed_days, total
  FROM newborns LEFT JOIN atom
    ON parameters >= least * 1000000000::HUGEINT AND parameters < below * 1000000000::HUGEINT
),
top AS (
  SELECT *,
    row_number() OVER (PARTITION BY scheme, class ORDER BY total DESC, encode(id)) AS rank
  FROM labelled WHERE total > 0
  QUALIFY rank <= 10
),
at_age AS (
  SELECT top.*, age_days, (
      SELECT coalesce(sum(downloads), 0) FROM records
      WHERE records.id = top.id AND greatest(date_diff('day', top.created, day), 0) < age_days
    ) AS downloads
  FROM top, (VALUES (7), (14), (30), (60), (90), (180), (365)) AS ages(age_days)
  WHERE observed_days >= age_days
)
SELECT
  scheme,
  class,
  rank,
  age_days,
  id AS model,
  total AS range_downloads,
  downloads,
  downloads AS to_median_num,
  nearest_rank(list(downloads) OVER (
    PARTITION BY scheme, class, age_days ORDER BY downloads
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), 500) AS to_median_den
FROM at_age
ORDER BY scheme, class, rank, age_days;
