-- Key: window
--
-- Do independent developers have more than half of the downloads?
--
-- lower: the downloads of accounts annotated `individual`, by total; upper: `unknown` counted as
-- individual too. A majority is more than half, and no majority where nothing was downloaded.
WITH sums AS (
  SELECT
    window_name,
    sum(downloads) FILTER (kind = 'individual') AS individual,
    sum(downloads) FILTER (kind IN ('individual', 'unknown')) AS individual_or_unknown,
    sum(downloads) AS total
  FROM window_values JOIN models USING (id)
  GROUP BY window_name
),
filled AS (
  SELECT
    window_name, grain, basis, complete, records,
    coalesce(individual, 0) AS lower_num,
    coalesce(individual_or_unknown, 0) AS upper_num,
    coalesce(total, 0) AS total
  FROM windows LEFT JOIN sums USING (window_name)
)
SELECT
  window_name AS "window",
  grain,
  basis,
  complete,
  records,
  lower_num,
  total AS lower_den,
  upper_num,
  total AS upper_den,
  2 * lower_num > total AS lower_majority,
  2 * upper_num > total AS upper_majority
FROM filled
ORDER BY "window";
