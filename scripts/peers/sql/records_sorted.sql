-- Daily records of all months in one file: read once, then summed and counted.
CREATE TEMP TABLE records AS
SELECT m, class, (year(date) * 12 + month(date) - 1)::SMALLINT AS month, downloads AS d
FROM read_parquet(getvariable('downloads')) JOIN facts ON $key = model_id;

INSERT INTO monthly
SELECT m, month, sum(d)::BIGINT FROM records GROUP BY m, month HAVING sum(d) > 0;

INSERT INTO values_of_records SELECT month, class, d, count(*) FROM records GROUP BY ALL;

CREATE TABLE bounds AS
SELECT min(date) AS first_day, max(date) AS last_day FROM read_parquet(getvariable('downloads'));
