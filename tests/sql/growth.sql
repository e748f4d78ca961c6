-- Key: entity, grain, period
--
-- How fast does the Hub grow?
--
-- created: models of the dump, datasets and spaces of the lists (those that were given) created in
-- the period; accounts: owners of one of these, by the first day of creation of theirs that is
-- known. cumulative: created up to its end. Ratios: to the same month, or to the year, before,
-- where that period is listed. Periods run from the first created of the entity to that of the day
-- of the census; what was created later does not count. complete: all days of the period lie
-- between the first creation and that day. or_earlier: it holds 2022-03-02, the Hub's floor. What
-- has no day is the row `unknown`, and in no cumulative count.
WITH owned AS (
  SELECT 'models' AS entity, id, created FROM models WHERE in_dump
  UNION ALL
  SELECT 'datasets', id, created FROM datasets
  UNION ALL
  SELECT 'spaces', id, created FROM spaces
),
entries AS (
  SELECT entity, created FROM owned
  UNION ALL
  SELECT 'accounts', min(created) FROM owned GROUP BY account_of(id)
),
given AS (
  SELECT 'models' AS entity FROM parameters WHERE has_models
  UNION ALL
  SELECT 'datasets' FROM parameters WHERE has_datasets
  UNION ALL
  SELECT 'spaces' FROM parameters WHERE has_spaces
  UNION ALL
  SELECT 'accounts' FROM parameters WHERE has_models OR has_datasets OR has_spaces
),
creations AS (
  SELECT entity, created FROM entries, census WHERE created <= as_of
),
bounds AS (
  SELECT entity, min(created) AS first_created, any_value(as_of) AS as_of
  FROM creations, census GROUP BY entity
),
grains AS (
  FROM (VALUES ('year', INTERVAL 1 YEAR), ('month', INTERVAL 1 MONTH), ('week', INTERVAL 7 DAY),
               ('day', INTERVAL 1 DAY)) AS all_grains(grain, step)
  WHERE grain IN ('year', 'month', (SELECT grain FROM parameters))
),
starts AS (
  SELECT
    entity,
    first_created,
    as_of,
    grain,
    step,
    unnest(generate_series(
      date_trunc(grain, first_created)::TIMESTAMP, as_of::TIMESTAMP, step)) AS start
  FROM bounds, grains
),
created_in AS (
  SELECT entity, grain, date_trunc(grain, created)::TIMESTAMP AS start, count(*) AS created
  FROM creations, grains GROUP BY ALL
),
periods AS (
  SELECT
    entity,
    grain,
    start,
    period_name(grain, start) AS period,
    first_created <= start AND start + step <= as_of + 1 AS complete,
    start <= DATE '2022-03-02' AND DATE '2022-03-02' < start + step AS or_earlier,
    coalesce(created_in.created, 0) AS created,
    sum(coalesce(created_in.created, 0)) OVER (PARTITION BY entity, grain ORDER BY start)
      AS cumulative
  FROM starts LEFT JOIN created_in USING (entity, grain, start)
)
SELECT
  now.entity,
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
 AND before.entity = now.entity
 AND before.grain = now.grain
 AND before.start = now.start - INTERVAL 1 YEAR
UNION ALL
SELECT
  given.entity, 'unknown', 'unknown', NULL, NULL,
  count(entries.entity) FILTER (created IS NULL), NULL, NULL, NULL, NULL, NULL
FROM given LEFT JOIN entries USING (entity)
GROUP BY given.entity
ORDER BY entity, grain, period;
