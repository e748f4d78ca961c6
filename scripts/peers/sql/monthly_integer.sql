-- Daily records of integer ids: one pass for the sums, one for the distribution of their values.
CREATE TABLE monthly AS
SELECT model_id::INTEGER AS m, (year(date) * 12 + month(date) - 1)::SMALLINT AS month,
  sum(downloads)::BIGINT AS d
FROM read_parquet(getvariable('downloads')) GROUP BY ALL;

CREATE TABLE values_of_records AS
SELECT (year(date) * 12 + month(date) - 1)::SMALLINT AS month, class, downloads AS d, count(*) AS n
FROM read_parquet(getvariable('downloads')) JOIN facts ON m = model_id GROUP BY ALL;

CREATE TABLE months AS
SELECT month, sum(n)::BIGINT AS records FROM values_of_records GROUP BY month;

CREATE TABLE bounds AS
SELECT min(date) AS first_day, max(date) AS last_day FROM read_parquet(getvariable('downloads'));
