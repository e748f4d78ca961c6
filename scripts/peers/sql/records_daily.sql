-- Daily records of one month's files: read once, then summed by model and counted by value.
--
-- A month at a time: its sums stay in the processor's caches, and the memory is that of a month.
CREATE OR REPLACE TEMP TABLE records AS
SELECT m, class, downloads AS d
FROM read_parquet(getvariable('files')) JOIN facts ON $key = model_id;

INSERT INTO monthly
SELECT m, getvariable('month'), sum(d)::BIGINT AS d FROM records GROUP BY m HAVING sum(d) > 0;

INSERT INTO values_of_records
SELECT getvariable('month'), class, d, count(*) FROM records GROUP BY ALL;
