-- Models and records: the raw inputs made into facts. Runs first.
--
-- Given by the harness:
--   raw_models(row_index, _id, id, createdAt, lastModified, downloads, downloadsAllTime, tags,
--              safetensors, gguf, baseModels, likes, pipeline_tag, library_name, cardData)
--                                                the dump; a column that it lacks is all NULL
--   raw_records(repo_type, object_id, id, day, downloads, status, method, user_country)   the
--              records; downloads:
--              a counter or a 30-day sum in those kinds, 1 in requests
--   raw_accounts(handle, kind, country, parent)  the annotations
--   parameters(grain, as_of, from_day, to_day, downloads_kind, has_models, has_accounts,
--              has_lifetime, has_last_30_days, has_downloads, has_datasets, has_spaces, has_papers,
--              has_organizations, has_companies, has_champions, has_dumps,
--              all_organizations)
--                                                one row: the options, what was given
--
-- Makes: dump, records(id, day, downloads), accounts, models (all but the derived values, see
-- lineage.sql). The id of a model is its key; that of one known by its `_id` alone is made of that,
-- and its name is another column.

CREATE MACRO account_of(id) AS
  CASE WHEN contains(id, '/') THEN split_part(id, '/', 1)
       WHEN id IS NOT NULL THEN '(canonical)' END;

CREATE MACRO name_of(id) AS substr(id, strpos(id, '/') + 1);  -- without '/', the whole id

CREATE MACRO ascii_lower(text) AS
  translate(text, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz');

CREATE MACRO usable_size(p) AS CASE WHEN p > 0 AND p < 4611686018427387904 THEN p END;  -- 2^62

CREATE MACRO size_class(p) AS
  CASE
    WHEN p IS NULL THEN 'unknown'
    WHEN p < 1000000000 THEN '<1B'
    WHEN p < 10000000000 THEN '1-9B'
    WHEN p < 100000000000 THEN '10-99B'
    ELSE '>=100B'
  END;

CREATE MACRO is_known_country(country) AS regexp_full_match(country, '[A-Z][A-Z]');

CREATE MACRO period_name(grain, start) AS
  CASE grain
    WHEN 'year' THEN strftime(start, '%Y')
    WHEN 'month' THEN strftime(start, '%Y-%m')
    WHEN 'week' THEN strftime(start, '%G-W%V')  -- ISO 8601
    ELSE strftime(start, '%Y-%m-%d')
  END;

-- Nearest rank: the value at index ceil(q * n), from 1, of an ascending list; NULL where none.
CREATE MACRO nearest_rank(ascending, permille) AS
  ascending[(permille * len(ascending) + 999) // 1000];

-- Of rows with the same id the one modified last counts; of equals the later one in the file.
CREATE TABLE dump AS
SELECT * FROM raw_models
WHERE id <> ''
QUALIFY row_number() OVER (
  PARTITION BY id ORDER BY lastModified DESC NULLS LAST, row_index DESC) = 1;

-- Accepted records: of models, with an id or `_id`, a day that fits 16 bits and no negative count;
-- both ends of --from and --to are included. Counters and 30-day sums begin a day later.
CREATE TABLE accepted AS
SELECT
  nullif(object_id, '') AS object_id,
  nullif(raw.id, '') AS id,
  day,
  raw.downloads,
  user_country
FROM raw_records AS raw, parameters
WHERE coalesce(raw.repo_type, 'model') = 'model'
  AND (downloads_kind <> 'requests'
       OR (method IN ('GET', 'HEAD') AND status BETWEEN 200 AND 399))
  AND (raw.id <> '' OR object_id <> '')
  AND raw.day BETWEEN DATE '1970-01-01' AND DATE '2149-06-06'
  AND (raw.day > DATE '1970-01-01' OR downloads_kind IN ('daily', 'requests'))
  AND raw.downloads >= 0
  AND raw.day >= coalesce(from_day, raw.day)
  AND raw.day <= coalesce(to_day, raw.day);

-- An id belongs to the `_id` that bore it last.
CREATE TABLE bearers AS
SELECT id, arg_max(object_id, (day, object_id)) AS object_id, max(day) AS day
FROM accepted
WHERE object_id IS NOT NULL AND id IS NOT NULL
GROUP BY id;

-- The model of each `_id`: the dump's; else of its ids the newest that the dump has without `_id`;
-- else one of its own, called by its newest id.
CREATE TABLE repositories AS
WITH of_dump AS (
  SELECT _id AS object_id, min(id) AS id FROM dump WHERE _id <> '' GROUP BY _id
),
by_id AS (
  SELECT object_id, arg_max(id, (day, id)) AS id
  FROM bearers JOIN (FROM dump ANTI JOIN of_dump USING (id)) USING (id)
  GROUP BY object_id
)
SELECT
  object_id,
  coalesce(any_value(of_dump.id), any_value(by_id.id), '_id ' || object_id) AS id,
  arg_max(accepted.id, (day, accepted.id)) FILTER (accepted.id IS NOT NULL) AS name
FROM accepted
LEFT JOIN of_dump USING (object_id)
LEFT JOIN by_id USING (object_id)
WHERE object_id IS NOT NULL
GROUP BY object_id;

-- A record with an id alone is of the dump's model, else of the `_id` that the id belongs to.
CREATE TABLE records AS
SELECT
  CASE WHEN accepted.id IN (SELECT id FROM dump) AND object_id IS NULL THEN accepted.id
       ELSE coalesce(own.id, bearer.id, accepted.id) END AS id,
  accepted.day,
  downloads::HUGEINT AS downloads,
  user_country
FROM accepted
LEFT JOIN repositories AS own USING (object_id)
LEFT JOIN bearers ON accepted.object_id IS NULL AND bearers.id = accepted.id
LEFT JOIN repositories AS bearer ON bearer.object_id = bearers.object_id;

-- What a model of the dump or of the records is called, NULL where only its `_id` is known. Two may
-- be called the same; `id` tells them apart.
CREATE TABLE names AS
SELECT id, CASE WHEN own.object_id IS NULL THEN id ELSE own.name END AS name
FROM (SELECT id FROM dump UNION SELECT id FROM records)
LEFT JOIN (SELECT * REPLACE ('_id ' || object_id AS id) FROM repositories) AS own USING (id);

-- Of an account whose kind nothing tells: an individual, where a complete list of organizations
-- lacks it. That list may tell of accounts that have no annotation.
CREATE TABLE accounts AS
WITH annotated AS (
  SELECT
    handle AS account,
    coalesce(nullif(kind, ''), 'unknown') AS kind,
    CASE
      WHEN coalesce(country, '') = '' THEN 'unknown'
      WHEN regexp_full_match(country, '[A-Za-z][A-Za-z]') THEN upper(country)
      ELSE country
    END AS country,
    nullif(nullif(parent, ''), '(none)') AS parent
  FROM raw_accounts
),
others AS (
  SELECT account_of(name) AS account FROM names WHERE name IS NOT NULL
  UNION SELECT account_of(base.id) FROM (SELECT unnest(baseModels.models) AS base FROM dump)
  UNION SELECT account_of(id) FROM raw_datasets
  UNION SELECT account_of(id) FROM raw_spaces
  UNION SELECT account_of(id) FROM raw_dumps
  UNION SELECT organization FROM raw_papers
  EXCEPT SELECT account FROM annotated
),
everyone AS (
  FROM annotated
  UNION ALL
  SELECT account, 'unknown', 'unknown', NULL FROM others, parameters
  WHERE all_organizations AND account IS NOT NULL
)
SELECT
  account,
  CASE WHEN kind = 'unknown' AND all_organizations AND account NOT LIKE '(%'
         AND account NOT IN (SELECT handle FROM raw_organizations
                             WHERE handle <> '' AND coalesce(type, '') <> 'user')
       THEN 'individual' ELSE kind END AS kind,
  country,
  parent
FROM everyone, parameters;

-- Sizes in a name: (\d+x)?\d+(\.\d+)?[bBmM], no letter, digit or dot before, no letter or digit
-- after. RE2 has no look-around, so the neighbours are matched too; every separator is doubled
-- first, because two sizes may share one ("7B-8B").
CREATE TABLE name_sizes AS
WITH matches AS (
  SELECT
    id,
    unnest(regexp_extract_all(
      regexp_replace(name_of(name), '([^A-Za-z0-9.])', '\1\1', 'g'),
      '(?:^|[^A-Za-z0-9.])((?:[0-9]+x)?[0-9]+(?:\.[0-9]+)?[bBmM])(?:$|[^A-Za-z0-9])', 1)) AS match
  FROM names
),
parts AS (
  SELECT
    id,
    regexp_extract(match, '^([0-9]+)x', 1) AS multiplier,
    regexp_extract(match, '([0-9]+)(?:\.[0-9]+)?[bBmM]$', 1) AS whole,
    regexp_extract(match, '\.([0-9]+)', 1) AS fraction,
    CASE WHEN lower(right(match, 1)) = 'b' THEN 1000000000 ELSE 1000000 END AS unit
  FROM matches
)
SELECT
  id,
  max(usable_size(try(  -- beyond 38 digits: no size
    CASE WHEN multiplier = '' THEN 1 ELSE multiplier::HUGEINT END
    * (whole || fraction)::HUGEINT * unit // ('1' || repeat('0', len(fraction)))::HUGEINT
  ))) AS parameters
FROM parts
GROUP BY id;

-- A record of a model that the dump lacks joins with nothing known but its name.
CREATE TABLE models AS
WITH facts AS (
  SELECT
    id,
    TRUE AS in_dump,
    createdAt::DATE AS created,
    lastModified::DATE AS modified,
    coalesce(usable_size(safetensors.total), usable_size(gguf_total)) AS stored_size,
    greatest(coalesce(downloadsAllTime, 0), 0)::HUGEINT AS lifetime_downloads,
    greatest(coalesce(downloads, 0), 0)::HUGEINT AS last_30_days_downloads
  FROM dump, LATERAL (
    SELECT try_cast(json_extract(try_cast(gguf AS JSON), '$.total') AS HUGEINT) AS gguf_total)
  UNION ALL
  SELECT DISTINCT id, FALSE, NULL::DATE, NULL::DATE, NULL, 0, 0
  FROM records ANTI JOIN dump USING (id)
)
SELECT
  id,
  in_dump,
  created,
  modified,
  lifetime_downloads,
  last_30_days_downloads,
  name,
  coalesce(account_of(name), '(unknown)') AS account,
  coalesce(accounts.kind, 'unknown') AS kind,
  coalesce(accounts.country, 'unknown') AS country,
  coalesce(stored_size, name_sizes.parameters) AS parameters,
  size_class(coalesce(stored_size, name_sizes.parameters)) AS class
FROM facts
LEFT JOIN name_sizes USING (id)
JOIN names USING (id)
LEFT JOIN accounts ON accounts.account = coalesce(account_of(name), '(unknown)');
