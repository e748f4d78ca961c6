-- Key: entity, grain, period
--
-- How fast does the Hub grow?
--
-- created: models of the dump created in the period. cumulative: created up to its end. Ratios:
-- to the same month, or to the year, before, where that period is listed. Periods run from the
-- first created to that of as_of = --as-of, else the latest day that the dump or the records know;
-- models created later do not count. complete: all days of the period lie between the first
-- creation and as_of. or_earlier: it holds 2022-03-02, the Hub's floor for older models. Models
-- without createdAt are the row `unknown`, and in no cumulative count.
WITH horizon AS (
  SELECT coalesce(
    (SELECT as_of FROM parameters),
    greatest((SELECT max(created) FROM models), (SELECT max(modified) FROM models),
             (SELECT max(day) FROM records))) AS as_of
),
creations AS (
  SELECT created FROM models, horizon WHERE in_dump AND created <= as_of
),
bounds AS (
  SELECT min(created) AS first_created, any_value(as_of) AS as_of
  FROM creations, horizon HAVING count(*) > 0
),
grains AS (
  FROM (VALUES ('year', INTERVAL 1 YEAR), ('month', INTERVAL 1 MONTH), ('week', INTERVAL 7 DAY),
               ('day', INTERVAL 1 DAY)) AS all_grains(grain, step)
  WHERE grain IN ('year', 'month', (SELECT grain FROM parameters))
),
starts AS (
  SELECT
    grain,
    step,
    unnest(generate_series(
      date_trunc(grain, first_created)::TIMESTAMP, as_of::TIMESTAMP, step)) AS start
  FROM bounds, grains
),
created_in AS (
  SELECT grain, date_trunc(grain, created)::TIMESTAMP AS start, count(*) AS created
  FROM creations, grains GROUP BY ALL
),
periods AS (
  SELECT
    grain,
    start,
    period_name(grain, start) AS period,
    first_created <= start AND start + step <= as_of + 1 AS complete,
    start <= DATE '2022-03-02' AND DATE '2022-03-02' < start + step AS or_earlier,
    coalesce(created_in.created, 0) AS created,
    sum(coalesce(created_in.created, 0)) OVER (PARTITION BY grain ORDER BY start) AS cumulative
  FROM starts CROSS JOIN bounds LEFT JOIN created_in USING (grain, start)
)
SELECT
  'models' AS entity,
  now.grain,
  now.period,
  now.complete,
  now.or_earlier,
  now.created,
  now.cumulative,
  CASE WHEN before.period IS NOT NULL THEN now.created END AS created_ratio_num,
  before.created AS created_ratio_den,
  CASE WHEN before.period IS NOT NULL THEN now.cumulative END AS cumulative_ratio_num,
  before.cumulative AS cumulative_ratio_den
FROM periods AS now
LEFT JOIN periods AS before
  ON now.grain IN ('month', 'year')
 AND before.grain = now.grain
 AND before.start = now.start - INTERVAL 1 YEAR
UNION ALL
SELECT
  'models', 'unknown', 'unknown', NULL, NULL,
  count(*) FILTER (in_dump AND created IS NULL), NULL, NULL, NULL, NULL, NULL
FROM models
ORDER BY entity, grain, period;
