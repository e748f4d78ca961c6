WITH sums AS (
  SELECT "window", grain, basis, complete, any_value(records) AS records,
    sum(downloads) FILTER (kind = 'individual') AS lower,
    sum(downloads) FILTER (kind IN ('individual', 'unknown')) AS upper,
    sum(downloads) AS total
  FROM answer.kind_share GROUP BY ALL
)
SELECT "window", grain, basis, complete, records, lower AS lower_num, total AS lower_den,
  upper AS upper_num, total AS upper_den, 2 * lower > total AS lower_majority,
  2 * upper > total AS upper_majority
FROM sums;
