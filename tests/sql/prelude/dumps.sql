-- A dated series of models dumps made into lists. Runs after lists.sql.
--
-- Given by the harness:
--   raw_dumps(row_index, day, _id, id, createdAt, lastModified, likes, trendingScore,
--             downloadsAllTime)     all NULL what a dump lacks
--
-- A row is of the dump's model of its `_id`; of that of its id, where the row or that model has no
-- `_id`; else of a stranger of its own `_id`, or id. Dumps behind --as-of are left out. Of rows of one model in a dump the one modified last counts, of equals the later. Names are
-- those of the models dump, a stranger's that of its last row in the dump.
--
-- Makes: dump_days, series(day, key, name, created, likes, score, downloads, since: downloads since the dump
-- before), ranked_series(day, younger_than_days, measure, rank, ...: the first 100 of each list of
-- trending), ranked_likes(day, rank, ...: of the most liked).

CREATE TABLE dump_days AS
SELECT DISTINCT day FROM raw_dump_days, parameters WHERE day <= coalesce(as_of, day);

CREATE TABLE series AS
WITH of_dump AS (
  SELECT _id, min(id) AS id FROM dump WHERE _id <> '' GROUP BY _id
),
keyed AS (
  SELECT
    raw.*,
    coalesce(of_dump.id, dump.id) AS known,
    coalesce(of_dump.id, dump.id, '_stranger ' || coalesce(nullif(raw._id, ''), raw.id)) AS key
  FROM raw_dumps AS raw JOIN dump_days USING (day)
  LEFT JOIN of_dump ON of_dump._id = nullif(raw._id, '')
  LEFT JOIN of_dump AS bearer ON bearer.id = raw.id
  LEFT JOIN dump ON dump.id = raw.id AND (coalesce(raw._id, '') = '' OR bearer.id IS NULL)
  WHERE raw.id <> ''
),
kept AS (
  SELECT
    *,
    last_value(id) OVER (
      PARTITION BY day, key ORDER BY row_index
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last_id
  FROM keyed
  QUALIFY row_number() OVER (
    PARTITION BY day, key ORDER BY usable_time(lastModified) DESC NULLS LAST, row_index DESC) = 1
),
days AS (
  SELECT day, lag(day) OVER (ORDER BY day) AS before FROM dump_days
),
facts AS (
  SELECT
    kept.day,
    before,
    key,
    coalesce(known, last_id) AS name,
    known,
    usable_time(createdAt)::DATE AS created,
    CASE WHEN likes > 0 THEN likes ELSE 0 END AS likes,
    CASE WHEN isfinite(trendingScore) THEN trendingScore ELSE 0 END AS score,
    CASE WHEN downloadsAllTime >= 0 THEN downloadsAllTime END AS downloads
  FROM kept JOIN days USING (day)
)
SELECT
  now.*,
  CASE
    WHEN now.before IS NULL THEN NULL
    WHEN early.downloads IS NOT NULL THEN greatest(now.downloads - early.downloads, 0)
    WHEN now.created > now.before THEN now.downloads
  END AS since,
  coalesce(accounts.kind, 'unknown') AS kind,
  coalesce(accounts.country, 'unknown') AS country,
  coalesce(derived_country, accounts.country, 'unknown') AS derived_country,
  CASE WHEN kind = 'individual' THEN '(individuals)'
       ELSE coalesce(accounts.parent, account_of(now.name)) END AS entity
FROM facts AS now
LEFT JOIN facts AS early ON early.day = now.before AND early.key = now.key
LEFT JOIN derived ON derived.id = now.known
LEFT JOIN accounts ON accounts.account = account_of(now.name);

CREATE TABLE ranked_series AS
WITH lists AS (
  SELECT day, age AS younger_than_days, 'trending_score' AS measure, score, NULL::HUGEINT AS count,
    name, known, key, kind, country, derived_country, entity
  FROM series, (VALUES (7), (365)) AS ages(age) WHERE created <= day AND day - created < age AND score > 0
  UNION ALL
  SELECT day, age, 'likes', NULL, likes, name, known, key, kind, country, derived_country, entity
  FROM series, (VALUES (7), (365)) AS ages(age) WHERE created <= day AND day - created < age AND likes > 0
  UNION ALL
  SELECT day, age, 'downloads', NULL, since, name, known, key, kind, country, derived_country, entity
  FROM series, (VALUES (7), (365)) AS ages(age) WHERE created <= day AND day - created < age AND since > 0
)
SELECT *, row_number() OVER (
  PARTITION BY day, younger_than_days, measure ORDER BY score DESC, count DESC, name, known IS NULL, key)
  AS rank
FROM lists
QUALIFY rank <= 100;

CREATE TABLE ranked_likes AS
WITH ranked AS (
  SELECT
    *,
    row_number() OVER (PARTITION BY day ORDER BY likes DESC, name, known IS NULL, key) AS rank
  FROM series WHERE likes > 0
  QUALIFY rank <= 100
)
SELECT now.*, early.rank AS rank_before
FROM ranked AS now LEFT JOIN ranked AS early ON early.day = now.before AND early.key = now.key;
