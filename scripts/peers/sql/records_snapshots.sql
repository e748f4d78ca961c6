-- The dated dumps of one month: of each model the counter on its last day there.
CREATE TABLE IF NOT EXISTS counters (m INTEGER, month SMALLINT, value BIGINT);

CREATE OR REPLACE TEMP TABLE rows_of_month AS
SELECT _id, downloadsAllTime AS value,
  regexp_extract(filename, '.*(\d{4}-\d\d-\d\d)', 1)::DATE AS date
FROM read_parquet(getvariable('files'), filename = true);

INSERT INTO counters
SELECT m, getvariable('month'), arg_max(value, date)
FROM rows_of_month JOIN dump USING (_id) GROUP BY m;

INSERT INTO values_of_records SELECT getvariable('month'), 0, 0, count(*) FROM rows_of_month;
