-- Claims about what becomes of a model with its age.
WITH needed AS (
  SELECT
    *,
    CASE WHEN NOT has_models THEN '--models' WHEN NOT has_downloads THEN '--downloads'
         WHEN downloads_kind <> 'daily' THEN 'daily records' END AS missing_input
  FROM here
),
last_common AS (
  SELECT small.age_days, small.median AS small, large.median AS large
  FROM twin.adoption_by_age AS small JOIN twin.adoption_by_age AS large USING (scheme, age_days)
  WHERE scheme = 'census' AND small.class = '1-9B' AND large.class = '>=100B'
    AND small.median IS NOT NULL AND large.median > 0
  ORDER BY age_days DESC LIMIT 1
),
found(claim, "table", "window", article, value_text, value_num, value_den, missing) AS (
  SELECT 'mean_engagement_weeks', 'engagement', w, '6', NULL, mean_lifetime_num, mean_lifetime_den,
    CASE WHEN missing_input IS NOT NULL THEN missing_input
         WHEN mean_lifetime_den = 0 THEN 'models of 26 weeks whose lifetime has ended' END
  FROM needed, twin.engagement
  WHERE "by" = 'all'
  UNION ALL
  SELECT 'median_ratio_1_9B_to_100B_by_age', 'adoption_by_age',
    CASE WHEN missing_input IS NULL THEN 'first ' || age_days || ' days' END, '4', NULL, small,
    large,
    CASE WHEN missing_input IS NOT NULL THEN missing_input
         WHEN age_days IS NULL THEN 'downloads in both classes' END
  FROM needed LEFT JOIN last_common ON TRUE
)
FROM found;
