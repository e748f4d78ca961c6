-- Dated dumps, whose counters become downloads of the months by differences of last values.
--
-- A model's first value adds nothing, unless it was created on or after the first day of all; a
-- fall adds nothing. A model is known by its `_id`.
CREATE TABLE counters AS
SELECT m, (year(day) * 12 + month(day) - 1)::SMALLINT AS month,
  arg_max(downloadsAllTime, day) AS value, count(*) AS n, min(day) AS first_day,
  max(day) AS last_day
FROM (SELECT _id, downloadsAllTime, regexp_extract(filename, '.*(\d{4}-\d\d-\d\d)', 1)::DATE AS day
      FROM read_parquet(getvariable('downloads'), filename = true))
JOIN dump USING (_id)
GROUP BY ALL;

CREATE TABLE bounds AS
SELECT min(first_day) AS first_day, max(last_day) AS last_day FROM counters;

CREATE TABLE months AS
SELECT month, sum(n)::BIGINT AS records FROM counters GROUP BY month;

CREATE TABLE monthly AS
SELECT m, month, d
FROM (SELECT m, month, CASE
        WHEN before IS NOT NULL THEN value - before
        WHEN created >= (SELECT first_day FROM bounds) THEN value END AS d
      FROM (SELECT m, month, value, lag(value) OVER (PARTITION BY m ORDER BY month) AS before
            FROM counters) JOIN facts USING (m))
WHERE d > 0;
