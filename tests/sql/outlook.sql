-- Key: window, dimension
--
-- Further fragmentation?
--
-- For each month the effective number of accounts, countries, languages and tasks: the square of
-- the downloads by the sum of the squares of those of each value. `unknown` is one value;
-- effective_number_known leaves it out, but for accounts, as each model has one. The downloads of a
-- model of several languages count for each. values: those with a download.
WITH months AS (
  FROM windows WHERE grain = 'month'
),
labels AS (
  SELECT 'accounts' AS dimension, account AS value, id FROM models
  UNION ALL
  SELECT 'countries', country, id FROM models
  UNION ALL
  SELECT 'languages', value, id FROM memberships WHERE dimension = 'language'
  UNION ALL
  SELECT 'tasks', value, id FROM memberships WHERE dimension = 'task'
),
of_values AS (
  SELECT window_name, dimension, value, sum(downloads) AS downloads
  FROM window_values SEMI JOIN months USING (window_name) JOIN labels USING (id)
  GROUP BY window_name, dimension, value
),
sums AS (
  SELECT
    window_name,
    dimension,
    count(*) FILTER (downloads > 0) AS values,
    sum(downloads) AS total,
    sum(downloads * downloads) AS squares,
    coalesce(sum(downloads) FILTER (value <> 'unknown'), 0) AS total_known,
    coalesce(sum(downloads * downloads) FILTER (value <> 'unknown'), 0) AS squares_known
  FROM of_values GROUP BY window_name, dimension
)
SELECT
  months.window_name AS "window",
  dimensions.dimension,
  grain,
  basis,
  complete,
  records,
  coalesce("values", 0) AS "values",
  coalesce(total * total, 0) AS effective_number_num,
  coalesce(squares, 0) AS effective_number_den,
  CASE WHEN dimensions.dimension <> 'accounts' THEN coalesce(total_known * total_known, 0) END
    AS effective_number_known_num,
  CASE WHEN dimensions.dimension <> 'accounts' THEN coalesce(squares_known, 0) END
    AS effective_number_known_den
FROM months
CROSS JOIN (VALUES ('accounts'), ('countries'), ('languages'), ('tasks')) AS dimensions(dimension)
LEFT JOIN sums
  ON sums.window_name = months.window_name AND sums.dimension = dimensions.dimension
ORDER BY "window", dimensions.dimension;
