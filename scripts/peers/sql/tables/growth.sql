-- Months and years of creation up to the last day that dump and records know.
WITH census AS (
  SELECT greatest(max(created), max(modified), (SELECT max(last_day) FROM bounds)) AS as_of
  FROM dump
),
entries AS (
  SELECT 'models' AS entity, created, count(*) AS n FROM dump GROUP BY ALL
  UNION ALL
  SELECT 'accounts', created, count(*)
  FROM (SELECT min(created) AS created FROM dump GROUP BY account) GROUP BY ALL
),
counted AS (
  SELECT entity, created, n, as_of, min(created) OVER (PARTITION BY entity) AS first_created
  FROM entries, census WHERE created <= as_of
),
starts AS (
  SELECT DISTINCT entity, first_created, as_of, grain, step, unnest(generate_series(
    date_trunc(grain, first_created)::TIMESTAMP, as_of::TIMESTAMP, step)) AS start
  FROM (SELECT DISTINCT entity, first_created, as_of FROM counted),
    (VALUES ('year', INTERVAL 1 YEAR), ('month', INTERVAL 1 MONTH)) AS grains(grain, step)
),
periods AS (
  SELECT entity, grain, start, first_created <= start AND start + step <= as_of + 1 AS complete,
    start <= DATE '2022-03-02' AND DATE '2022-03-02' < start + step AS or_earlier,
    coalesce(created, 0) AS created,
    sum(coalesce(created, 0)) OVER (PARTITION BY entity, grain ORDER BY start) AS cumulative
  FROM starts LEFT JOIN (
    SELECT entity, grain, date_trunc(grain, created)::TIMESTAMP AS start, sum(n) AS created
    FROM counted, (VALUES ('year'), ('month')) AS grains(grain) GROUP BY ALL
  ) USING (entity, grain, start)
)
SELECT now.entity, now.grain,
  left(strftime(now.start, '%Y-%m'), CASE now.grain WHEN 'year' THEN 4 ELSE 7 END) AS period,
  now.complete, now.or_earlier, now.created, now.cumulative,
  CASE WHEN before.start IS NOT NULL THEN now.created END AS created_ratio_num,
  before.created AS created_ratio_den,
  CASE WHEN before.start IS NOT NULL THEN now.cumulative END AS cumulative_ratio_num,
  before.cumulative AS cumulative_ratio_den
FROM periods AS now LEFT JOIN periods AS before
  ON before.entity = now.entity AND before.grain = now.grain
  AND before.start = now.start - INTERVAL 1 YEAR
UNION ALL
SELECT entity, 'unknown', 'unknown', NULL, NULL,
  coalesce(sum(n) FILTER (created IS NULL), 0), NULL, NULL, NULL, NULL, NULL
FROM entries GROUP BY entity;
