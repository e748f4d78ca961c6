-- Key: grain, period, level, name
--
-- Who releases how much? Models, datasets and spaces by the month or year of their creation, up to
-- as_of; accounts as in organizations. cumulative: up to the end of the period. models_year_ratio:
-- to the period a year before, where any repository was created by then. Rows: periods with a
-- release.
WITH creations AS (
  SELECT 'models' AS entity, account, created FROM models WHERE in_dump
  UNION ALL
  SELECT 'datasets', account_of(id), created FROM datasets
  UNION ALL
  SELECT 'spaces', account_of(id), created FROM spaces
),
named AS (
  SELECT entity, created, 'account' AS level, coalesce(listed.account, '(others)') AS name
  FROM creations LEFT JOIN listed_accounts AS listed USING (account), census
  WHERE created <= as_of
  UNION ALL
  SELECT entity, created, 'parent', coalesce(parent, '(none)')
  FROM creations LEFT JOIN accounts USING (account), census
  WHERE created <= as_of
),
periods AS (
  SELECT
    grain, date_trunc(grain, created)::DATE AS start, level, name,
    count(*) FILTER (entity = 'models') AS models,
    count(*) FILTER (entity = 'datasets') AS datasets,
    count(*) FILTER (entity = 'spaces') AS spaces
  FROM named, (VALUES ('month'), ('year')) AS grains(grain)
  GROUP BY ALL
),
cumulated AS (
  SELECT
    *,
    sum(models) OVER past AS cumulative_models,
    sum(datasets) OVER past AS cumulative_datasets,
    sum(spaces) OVER past AS cumulative_spaces
  FROM periods WINDOW past AS (PARTITION BY grain, level, name ORDER BY start)
),
firsts AS (
  SELECT grain, date_trunc(grain, min(created))::DATE AS first_start
  FROM named, (VALUES ('month'), ('year')) AS grains(grain) GROUP BY grain
)
SELECT
  now.grain,
  period_name(now.grain, now.start::TIMESTAMP) AS period,
  now.level,
  now.name,
  now.start + (CASE now.grain WHEN 'year' THEN INTERVAL 1 YEAR ELSE INTERVAL 1 MONTH END)
    <= census.as_of + 1 AS complete,
  CASE WHEN has_models THEN now.models END AS models,
  CASE WHEN has_datasets THEN now.datasets END AS datasets,
  CASE WHEN has_spaces THEN now.spaces END AS spaces,
  CASE WHEN has_models THEN cumulative_models END AS cumulative_models,
  CASE WHEN has_datasets THEN cumulative_datasets END AS cumulative_datasets,
  CASE WHEN has_spaces THEN cumulative_spaces END AS cumulative_spaces,
  CASE WHEN now.start - INTERVAL 1 YEAR >= first_start THEN now.models END AS models_year_ratio_num,
  CASE WHEN now.start - INTERVAL 1 YEAR >= first_start THEN coalesce(early.models, 0) END
    AS models_year_ratio_den
FROM cumulated AS now
JOIN firsts USING (grain)
CROSS JOIN census
CROSS JOIN here
LEFT JOIN periods AS early
  ON early.grain = now.grain AND early.level = now.level AND early.name = now.name
 AND early.start = now.start - INTERVAL 1 YEAR
ORDER BY grain, period, level, name;
