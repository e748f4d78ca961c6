-- Publisher Analytics, as CSV: types are told, as guessing costs a pass and finds timestamps.
CREATE MACRO publisher() AS TABLE
SELECT repoName AS id, timestamp::TIMESTAMP AS date, downloads
FROM read_csv(getvariable('downloads'), header = true, columns = {
  'repoType': 'VARCHAR', 'repoName': 'VARCHAR', 'total': 'BIGINT', 'timestamp': 'TIMESTAMP',
  'downloads': 'BIGINT'})
WHERE repoType = 'model';

CREATE TABLE records AS
SELECT m, (year(date) * 12 + month(date) - 1)::SMALLINT AS month, date::DATE AS date, downloads
FROM publisher() JOIN dump USING (id);

CREATE TABLE monthly AS
SELECT m, month, sum(downloads)::BIGINT AS d FROM records GROUP BY ALL;

CREATE TABLE values_of_records AS
SELECT month, class, downloads AS d, count(*) AS n
FROM records JOIN facts USING (m) GROUP BY ALL;

CREATE TABLE months AS
SELECT month, sum(n)::BIGINT AS records FROM values_of_records GROUP BY month;

CREATE TABLE bounds AS
SELECT min(date) AS first_day, max(date) AS last_day FROM records;
