-- Claims about the number of parameters.
WITH found(claim, "table", "window", article, value_text, value_num, value_den, missing) AS (
  SELECT 'median_ratio_1_9B_to_100B', 'size_classes', w, '4', NULL,
    top10_median_num, top10_median_den,
    CASE WHEN w IS NULL THEN '--downloads'
         WHEN coalesce(top10_median_den, 0) = 0 THEN 'downloads in both classes' END
  FROM here
  LEFT JOIN twin.size_classes_ratios ON "window" = w AND class = '1-9B' AND against = '>=100B'
  UNION ALL
  SELECT claim, 'model_size_trend',
    window_text(year, median_parameters IS NULL OR complete), article, NULL,
    CASE WHEN starts_with(claim, 'mean') THEN mean_parameters_num ELSE median_parameters END,
    CASE WHEN starts_with(claim, 'mean') THEN mean_parameters_den ELSE 1 END,
    CASE WHEN NOT has_records THEN '--downloads'
         WHEN median_parameters IS NULL THEN 'records of ' || year END
  FROM (VALUES ('mean_parameters_2023', '2023', '827000000'),
               ('mean_parameters_2025', '2025', '20800000000'),
               ('median_parameters_2023', '2023', '326000000'),
               ('median_parameters_2025', '2025', '406000000')) AS claims(claim, year, article)
  CROSS JOIN here
  LEFT JOIN twin.model_size_trend ON "window" = year
)
FROM found;
