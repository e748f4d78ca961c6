-- Publisher Analytics, as CSV: parsed once. Its types are told, which saves a pass of guessing.
CREATE TEMP TABLE records AS
SELECT m, class, (year(day) * 12 + month(day) - 1)::SMALLINT AS month, day, downloads AS d
FROM (
  SELECT repoName, timestamp::DATE AS day, downloads
  FROM read_csv(getvariable('downloads'), header = true, columns = {
    'repoType': 'VARCHAR', 'repoName': 'VARCHAR', 'total': 'BIGINT', 'timestamp': 'TIMESTAMP',
    'downloads': 'BIGINT'})
  WHERE repoType = 'model'
) JOIN facts ON id = repoName;

INSERT INTO monthly
SELECT m, month, sum(d)::BIGINT FROM records GROUP BY m, month HAVING sum(d) > 0;

INSERT INTO values_of_records SELECT month, class, d, count(*) FROM records GROUP BY ALL;

CREATE TABLE bounds AS
SELECT min(day) AS first_day, max(day) AS last_day FROM records;
