-- Daily records of string ids: each id becomes its model's number before anything is grouped.
CREATE TABLE monthly AS
SELECT m, (year(date) * 12 + month(date) - 1)::SMALLINT AS month, sum(downloads)::BIGINT AS d
FROM read_parquet(getvariable('downloads')) JOIN dump ON id = model_id GROUP BY ALL;

CREATE TABLE values_of_records AS
SELECT (year(date) * 12 + month(date) - 1)::SMALLINT AS month, class, downloads AS d, count(*) AS n
FROM read_parquet(getvariable('downloads')) JOIN (FROM dump JOIN facts USING (m)) ON id = model_id
GROUP BY ALL;

CREATE TABLE months AS
SELECT month, sum(n)::BIGINT AS records FROM values_of_records GROUP BY month;

CREATE TABLE bounds AS
SELECT min(date) AS first_day, max(date) AS last_day FROM read_parquet(getvariable('downloads'));
