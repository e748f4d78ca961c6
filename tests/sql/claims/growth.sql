-- Claims about the growth of the Hub.
WITH growth_until AS (
  SELECT max(period) AS last_month
  FROM twin.growth WHERE entity = 'models' AND grain = 'month' AND complete
),
found(claim, "table", "window", article, value_text, value_num, value_den, missing) AS (
  SELECT 'models_total', 'growth', NULL, '2000000', NULL, (
      SELECT coalesce(max(cumulative), 0) + max(created) FILTER (grain = 'unknown')
      FROM twin.growth WHERE entity = 'models'), 1,
    CASE WHEN NOT has_models THEN '--models' END
  FROM here
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
