-- Windows, and what each model was downloaded in each. Runs after lineage.sql.
--
-- With records: all; each year, month (and week or day, by --grain) from the first to the last
-- accepted day, empty ones too; last-12-months, ending at the last complete month, where the twelve
-- lie between those two days. A period is complete when all its days lie between them; of
-- cumulative records, behind the first. Of cumulative and rolling ones a record must lie in the
-- period, or in each of its months where it is made of months, and of cumulative ones in the period,
-- or month, before it too. All of cumulative records is complete when they are of two days; of
-- others, always. Without records, from the dump's counters: lifetime, last-30-days.
--
-- Makes: windows(window_name, grain, basis, first_day, end_day, complete, records; end_day is
-- exclusive, and NULL, like records, for a dump's window), increments(step, id, day, downloads: for
-- windows of weeks or days where step is that grain, else for those made of months),
-- window_values(window_name, id, downloads: the n models of a window, those without downloads too),
-- here(the parameters, has_records, w).

CREATE MACRO basis_of(kind, grain) AS
  CASE
    WHEN kind = 'daily' THEN 'daily records'
    WHEN kind = 'cumulative' THEN 'differences of snapshots'
    WHEN kind = 'requests' THEN 'requests'
    WHEN grain = 'month' THEN '30-day sample'
    ELSE 'sum of 30-day samples'
  END;

CREATE TABLE windows AS
WITH bounds AS (
  SELECT
    min(day) AS first_record,
    max(day) AS last_record,
    min(day) + (SELECT (downloads_kind = 'cumulative')::INTEGER FROM parameters) AS covered_from
  FROM records HAVING count(*) > 0
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
units AS (  -- what a period of each grain is made of
  SELECT grain, CASE grain WHEN 'year' THEN 'month' ELSE grain END AS unit,
    CASE grain WHEN 'year' THEN INTERVAL 1 MONTH ELSE step END AS unit_step
  FROM grains
),
recorded AS (  -- the units that have a record in them
  SELECT DISTINCT grain, date_trunc(unit, day)::TIMESTAMP AS unit_start FROM records, units
),
wanted AS (  -- those that must have one
  SELECT
    starts.grain,
    start,
    unnest(generate_series(
      start - CASE downloads_kind WHEN 'cumulative' THEN unit_step ELSE INTERVAL 0 DAY END,
      start + step - INTERVAL 1 DAY, unit_step)) AS unit_start
  FROM starts JOIN units USING (grain), parameters
),
untold AS (
  SELECT DISTINCT grain, start FROM wanted ANTI JOIN recorded USING (grain, unit_start)
),
periods AS (
  SELECT
    period_name(starts.grain, start) AS window_name,
    starts.grain,
    start::DATE AS first_day,
    (start + step)::DATE AS end_day,
    covered_from <= start AND start + step <= last_record + 1
      AND (downloads_kind IN ('daily', 'requests') OR untold.grain IS NULL) AS complete
  FROM starts
  LEFT JOIN untold USING (grain, start), bounds, parameters
),
last_12_months AS (
  SELECT 'last-12-months', 'last-12-months', min(first_day), max(end_day), bool_and(complete)
  FROM periods, bounds,
       (SELECT max(first_day) AS last FROM periods WHERE grain = 'month' AND complete)
  WHERE grain = 'month' AND first_day > last - INTERVAL 12 MONTH AND first_day <= last
    AND first_day >= covered_from
  HAVING count(*) = 12
),
of_records AS (
  FROM periods
  UNION ALL
  SELECT 'all', 'all', first_record, last_record + 1, covered_from <= last_record FROM bounds
  UNION ALL
  FROM last_12_months
)
SELECT
  window_name,
  grain,
  (SELECT basis_of(downloads_kind, of_records.grain) FROM parameters) AS basis,
  first_day,
  end_day,
  complete,
  (SELECT count(*) FROM records WHERE day >= first_day AND day < end_day) AS records
FROM of_records
UNION ALL
SELECT 'lifetime', 'lifetime', 'dump counter', NULL, NULL, TRUE, NULL
FROM parameters WHERE has_lifetime AND NOT has_downloads
UNION ALL
SELECT 'last-30-days', 'last-30-days', 'dump counter', NULL, NULL, TRUE, NULL
FROM parameters WHERE has_last_30_days AND NOT has_downloads;

-- What each record, or each last value of a period, adds.
--
-- daily: the records. cumulative: of a model and period the value of the last day (of one day the
-- largest), less that of the model's period before that has one; a fall adds nothing. A model's
-- first value adds nothing, unless the model was created on or after the first of all days.
-- rolling30: what was recorded on the last recorded day of a month.
CREATE TABLE increments AS
WITH steps AS (
  SELECT DISTINCT unnest(['month', grain]) AS step FROM parameters
),
added AS (
  SELECT step, id, day, sum(downloads) AS downloads FROM records, steps GROUP BY step, id, day
),
last_values AS (
  SELECT step, id, day, downloads AS value
  FROM records, steps
  QUALIFY row_number() OVER (
    PARTITION BY step, id, date_trunc(step, day) ORDER BY day DESC, downloads DESC) = 1
),
with_before AS (
  SELECT *, lag(value) OVER (PARTITION BY step, id ORDER BY day) AS before FROM last_values
),
differences AS (
  SELECT
    step, id, day,
    CASE
      WHEN before IS NOT NULL THEN greatest(value - before, 0)
      WHEN created >= (SELECT min(day) FROM records) THEN value
      ELSE 0
    END AS downloads
  FROM with_before JOIN models USING (id)
),
samples AS (
  SELECT 'month' AS step, id, day, max(downloads) AS downloads
  FROM records
  WHERE day IN (SELECT max(day) FROM records GROUP BY date_trunc('month', day))
  GROUP BY id, day
)
SELECT added.* FROM added, parameters WHERE downloads_kind IN ('daily', 'requests')
UNION ALL
SELECT differences.* FROM differences, parameters WHERE downloads_kind = 'cumulative'
UNION ALL
SELECT samples.* FROM samples, parameters WHERE downloads_kind = 'rolling30';

-- n of a window: models created before its end, or at no known time, or with downloads in it.
CREATE TABLE window_values AS
WITH recorded AS (
  SELECT window_name, id, sum(downloads) AS downloads
  FROM increments
  JOIN windows
    ON step = CASE WHEN grain IN ('week', 'day') THEN grain ELSE 'month' END
   AND day >= first_day AND day < end_day
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

CREATE MACRO window_text(name, complete) AS
  CASE WHEN complete THEN name ELSE name || ' (incomplete)' END;

-- What the claims ask for; w: the window `all` where there are records, else the first of the dump.
CREATE TABLE here AS
SELECT
  parameters.*,
  EXISTS (FROM records) AS has_records,
  (SELECT window_name FROM windows WHERE grain IN ('all', 'lifetime', 'last-30-days')
   ORDER BY grain = 'all' DESC, grain = 'lifetime' DESC LIMIT 1) AS w
FROM parameters;
