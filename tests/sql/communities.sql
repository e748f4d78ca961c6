-- Key: dimension, value, window
--
-- One market, or many?
--
-- dimension: language, library, licence, modality, task; a model of several languages counts in
-- each. The 200 values with most downloads in the window w (ties by name) and `unknown` have rows,
-- the others are `(others)`, where a model of two of them counts once. models: the n of the window;
-- accounts: those of these models. share: by all downloads of the window; share_known: by those
-- of models whose value is not `unknown`. hhi: the sum of the squared shares of the accounts in the
-- downloads of the value. Windows but for months, weeks and days.
WITH shown_members AS (
  SELECT DISTINCT dimension, shown(value, place, 200) AS value, id
  FROM memberships JOIN listed USING (dimension, value)
),
of_accounts AS (
  SELECT window_name, dimension, value, account, count(*) AS models, sum(downloads) AS downloads
  FROM window_values JOIN shown_members USING (id) JOIN models USING (id)
  GROUP BY window_name, dimension, value, account
),
sums AS (
  SELECT
    window_name,
    dimension,
    value,
    sum(models) AS models,
    count(*) AS accounts,
    sum(downloads) AS downloads,
    sum(downloads * downloads) AS squares
  FROM of_accounts GROUP BY window_name, dimension, value
),
totals AS (
  SELECT window_name, sum(downloads) AS total FROM window_values GROUP BY window_name
),
rows AS (
  SELECT DISTINCT dimension, value FROM shown_members
  UNION
  VALUES ('language', 'unknown'), ('library', 'unknown'), ('licence', 'unknown'),
         ('modality', 'unknown'), ('task', 'unknown')
),
filled AS (
  SELECT
    windows.*,
    rows.dimension,
    rows.value,
    coalesce(models, 0) AS models,
    coalesce(accounts, 0) AS accounts,
    coalesce(downloads, 0) AS downloads,
    coalesce(squares, 0) AS squares,
    coalesce(total, 0) AS total
  FROM windows
  CROSS JOIN rows
  LEFT JOIN totals USING (window_name)
  LEFT JOIN sums ON sums.window_name = windows.window_name
    AND sums.dimension = rows.dimension AND sums.value = rows.value
  WHERE grain NOT IN ('month', 'week', 'day')
)
SELECT
  dimension,
  value,
  window_name AS "window",
  grain,
  basis,
  complete,
  records,
  models,
  accounts,
  downloads,
  downloads AS share_num,
  total AS share_den,
  CASE WHEN value <> 'unknown' THEN downloads END AS share_known_num,
  CASE WHEN value <> 'unknown' THEN total - sum(downloads) FILTER (value = 'unknown')
    OVER (PARTITION BY window_name, dimension) END AS share_known_den,
  squares AS hhi_num,
  downloads * downloads AS hhi_den
FROM filled
ORDER BY dimension, value, "window";
