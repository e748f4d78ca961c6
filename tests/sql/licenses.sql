-- Key: window, licence, country, size_class
--
-- How open are the models?
--
-- releases: models created within the window, none in those of the dump's counters; models: the n
-- of the window; share: their downloads by all of the window; share_known: by those of known
-- licence. The 50 licences with most downloads in the window w (ties by name) and `unknown` have
-- rows, the others are `(others)`. Rows: combinations with a model. Windows but for months, weeks
-- and days.
WITH licences AS (
  SELECT id, shown(value, place, 50) AS licence
  FROM memberships JOIN listed USING (dimension, value) WHERE dimension = 'licence'
),
members AS (
  SELECT
    window_name, licence, country, class, downloads,
    created >= first_day AND created < end_day AS is_release
  FROM window_values
  JOIN windows USING (window_name)
  JOIN models USING (id)
  JOIN licences USING (id)
  WHERE grain NOT IN ('month', 'week', 'day')
),
totals AS (
  SELECT
    window_name,
    sum(downloads) AS total,
    coalesce(sum(downloads) FILTER (licence <> 'unknown'), 0) AS known
  FROM members GROUP BY window_name
),
sums AS (
  SELECT
    window_name, licence, country, class,
    count(*) FILTER (is_release) AS releases,
    count(*) AS models,
    sum(downloads) AS downloads
  FROM members GROUP BY window_name, licence, country, class
)
SELECT
  window_name AS "window",
  licence,
  country,
  class AS size_class,
  grain,
  basis,
  complete,
  records,
  CASE WHEN basis <> 'dump counter' THEN releases END AS releases,
  models,
  downloads,
  downloads AS share_num,
  total AS share_den,
  CASE WHEN licence <> 'unknown' THEN downloads END AS share_known_num,
  CASE WHEN licence <> 'unknown' THEN known END AS share_known_den
FROM sums
JOIN totals USING (window_name)
JOIN windows USING (window_name)
WHERE (SELECT has_models AND has_accounts FROM parameters)
ORDER BY "window", licence, country, size_class;
