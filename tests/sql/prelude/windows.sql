-- Windows, and what each model was downloaded in each. Runs after lineage.sql.
--
-- With records: all; each year, month (and week or day, by --grain) from the first to the last
-- accepted day, empty ones too; last-12-months, ending at the last complete month, where all twelve
-- are complete. A period is complete when all its days lie between those two days. Without records,
-- from the dump's counters: lifetime, last-30-days.
--
-- Makes: windows(window_name, grain, first_day, end_day, complete, records; end_day is exclusive,
-- and NULL, like records, for a dump's window), window_values(window_name, id, downloads: the n
-- models of a window, those without downloads too).

CREATE TABLE windows AS
WITH bounds AS (
  SELECT min(day) AS first_record, max(day) AS last_record FROM records HAVING count(*) > 0
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
      date_trunc(grain, first_record)::TIMESTAMP, last_record::TIMESTAMP, step)) AS start
  FROM bounds, grains
),
periods AS (
  SELECT
    period_name(grain, start) AS window_name,
    grain,
    start::DATE AS first_day,
    (start + step)::DATE AS end_day,
    first_record <= start AND start + step <= last_record + 1 AS complete
  FROM starts, bounds
),
last_12_months AS (
  SELECT 'last-12-months', 'last-12-months', min(first_day), max(end_day), TRUE
  FROM (FROM periods WHERE grain = 'month' AND complete ORDER BY first_day DESC LIMIT 12)
  HAVING count(*) = 12
),
of_records AS (
  FROM periods
  UNION ALL
  SELECT 'all', 'all', first_record, last_record + 1, TRUE FROM bounds
  UNION ALL
  FROM last_12_months
)
SELECT
  of_records.*,
  (SELECT count(*) FROM records WHERE day >= first_day AND day < end_day) AS records
FROM of_records
UNION ALL
SELECT 'lifetime', 'lifetime', NULL, NULL, TRUE, NULL
FROM parameters WHERE has_lifetime AND NOT has_downloads
UNION ALL
SELECT 'last-30-days', 'last-30-days', NULL, NULL, TRUE, NULL
FROM parameters WHERE has_last_30_days AND NOT has_downloads;

-- n of a window: models created before its end, or at no known time, or with downloads in it.
CREATE TABLE window_values AS
WITH by_day AS (
  SELECT id, day, sum(downloads) AS downloads FROM records GROUP BY id, day
),
recorded AS (
  SELECT window_name, id, sum(downloads) AS downloads
  FROM by_day JOIN windows ON day >= first_day AND day < end_day
  GROUP BY window_name, id
)
SELECT
  windows.window_name,
  models.id,
  CASE windows.window_name
    WHEN 'lifetime' THEN lifetime_downloads
    WHEN 'last-30-days' THEN last_30_days_downloads
    ELSE coalesce(recorded.downloads, 0)
  END AS downloads
FROM windows
CROSS JOIN models
LEFT JOIN recorded ON recorded.window_name = windows.window_name AND recorded.id = models.id
WHERE end_day IS NULL OR created IS NULL OR created < end_day OR recorded.downloads > 0;
