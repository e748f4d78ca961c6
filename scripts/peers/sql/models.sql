-- What a table asks of a model: a short number m, the account, size and days. Runs first.
--
-- Only what the inputs hold: ids and `_id`s are given and unique, so nothing is merged by name.
-- Makes: accounts(account, kind, country), dump(m, id, _id, created, modified, account,
-- stored_size, bases, tagged_bases), owners(a, account, kind, country, g), g being of one kind
-- and country, facts(m, id, created, a, parameters, class), classes(class, name), and what records
-- fill: monthly(m, month, d) and values_of_records(month, class, d, n).
CREATE TABLE accounts AS
SELECT account, coalesce(nullif(kind, ''), 'unknown') AS kind,
  CASE WHEN coalesce(country, '') = '' THEN 'unknown' WHEN len(country) = 2 THEN upper(country)
       ELSE country END AS country
FROM read_csv(getvariable('accounts'), header = true, all_varchar = true);

CREATE TABLE dump AS
SELECT
  ($number)::INTEGER AS m,
  id,
  _id,
  createdAt::DATE AS created,
  lastModified::DATE AS modified,
  CASE WHEN contains(id, '/') THEN split_part(id, '/', 1) ELSE '(canonical)' END AS account,
  coalesce(safetensors.total,
           CASE WHEN gguf IS NOT NULL THEN (gguf::JSON ->> '$.total')::BIGINT END) AS stored_size,
  baseModels.models AS bases,
  CASE WHEN coalesce(len(baseModels.models), 0) = 0 THEN list_transform(
    list_filter(tags, lambda tag: starts_with(tag, 'base_model:')), lambda tag: tag[12:]) END
    AS tagged_bases
FROM read_parquet(getvariable('models'), file_row_number = true);

CREATE TABLE owners AS
SELECT (row_number() OVER ())::INTEGER AS a, account, kind, country,
  dense_rank() OVER (ORDER BY kind, country)::SMALLINT AS g
FROM (SELECT account, coalesce(kind, 'unknown') AS kind, coalesce(country, 'unknown') AS country
      FROM (SELECT DISTINCT account FROM dump) LEFT JOIN accounts USING (account));

CREATE VIEW groups AS SELECT DISTINCT g, kind, country FROM owners;

-- The largest size in a name: `8x7B`, `1.5b`, `350M`, between what are no letters or digits. Marks
-- are doubled, as two sizes may share one.
CREATE TABLE name_sizes AS
WITH matches AS (
  SELECT m, unnest(regexp_extract_all(
    regexp_replace(split_part(id, '/', -1), '([^A-Za-z0-9.])', '\1\1', 'g'),
    '(?:^|[^A-Za-z0-9.])((?:[0-9]+x)?[0-9]+(?:\.[0-9]+)?[bBmM])(?:$|[^A-Za-z0-9])', 1)) AS size
  FROM dump
  WHERE stored_size IS NULL AND regexp_matches(id, '[0-9][bBmM](?:$|[^A-Za-z0-9])')
)
SELECT m, max(
  coalesce(nullif(regexp_extract(size, '^([0-9]+)x', 1), '')::HUGEINT, 1)
  * (regexp_extract(size, '([0-9]+(?:\.[0-9]+)?)[bBmM]$', 1)::DECIMAL(18, 6)
     * 1000000)::HUGEINT
  * CASE WHEN lower(right(size, 1)) = 'b' THEN 1000 ELSE 1 END)::BIGINT AS size
FROM matches GROUP BY m;

CREATE TABLE facts AS
SELECT m, id, created, a, parameters,
  (CASE WHEN parameters IS NULL THEN 4 WHEN parameters < 1000000000 THEN 0
        WHEN parameters < 10000000000 THEN 1 WHEN parameters < 100000000000 THEN 2
        ELSE 3 END)::UTINYINT AS class
FROM (SELECT m, id, created, account, coalesce(stored_size, size) AS parameters
      FROM dump LEFT JOIN name_sizes USING (m)) JOIN owners USING (account);

CREATE TABLE classes AS
SELECT * FROM (VALUES (0, '<1B'), (1, '1-9B'), (2, '10-99B'), (3, '>=100B'), (4, 'unknown'))
  AS names(class, name);

CREATE TABLE monthly (m INTEGER, month SMALLINT, d BIGINT);
CREATE TABLE values_of_records (month SMALLINT, class UTINYINT, d BIGINT, n BIGINT);
