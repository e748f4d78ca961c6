-- Claims about the growth of the Hub.
WITH growth_until AS (
  SELECT max(period) AS last_month
  FROM twin.growth WHERE entity = 'models' AND grain = 'month' AND complete
),
totals AS (
  SELECT
    entity,
    coalesce(max(cumulative), 0) + max(created) FILTER (grain = 'unknown') AS total
  FROM twin.growth GROUP BY entity
),
found(claim, "table", "window", article, value_text, value_num, value_den, missing) AS (
  SELECT 'models_total', 'growth', NULL, '2000000', NULL,
    (SELECT total FROM totals WHERE entity = 'models'), 1,
    CASE WHEN NOT has_models THEN '--models' END
  FROM here
  UNION ALL
  SELECT 'datasets_total', 'growth', NULL, '500000', NULL,
    (SELECT total FROM totals WHERE entity = 'datasets'), 1,
    CASE WHEN NOT has_datasets THEN '--datasets' END
  FROM here
  UNION ALL
  SELECT 'users_total', 'growth', NULL, '11000000', NULL, NULL, NULL,
    'a count of users, which no dump has'
  UNION ALL
  SELECT 'models_doubling', 'growth', CASE WHEN has_models THEN last_month END, '2', NULL,
    month.cumulative_ratio_num, month.cumulative_ratio_den,
    CASE WHEN NOT has_models THEN '--models'
         WHEN month.cumulative_ratio_den IS NULL THEN 'a year of creation dates' END
  FROM here
  CROSS JOIN growth_until
  LEFT JOIN twin.growth AS month
    ON month.entity = 'models' AND month.period = last_month AND month.grain = 'month'
)
FROM found;
