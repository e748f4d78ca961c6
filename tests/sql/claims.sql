-- Key: claim
-- Prose: statement, definition
--
-- Does the article hold on this dump?
--
-- One row per claim: the article's value and the value here. W is the window `all` where there are
-- records, else `lifetime`, else `last-30-days`. A value is a text, or the nearest double of a
-- numerator and a denominator (value_num, value_den). Where several inputs are missing, the status
-- names the first of: models, accounts, downloads, records of the year. Downloads that were given
-- without a record that counts are not missing.
WITH here AS (
  SELECT
    has_models,
    has_accounts,
    EXISTS (FROM records) AS has_records,
    (SELECT window_name FROM windows WHERE grain IN ('all', 'lifetime', 'last-30-days')
     ORDER BY grain = 'all' DESC, grain = 'lifetime' DESC LIMIT 1) AS w,
    (SELECT max(period) FROM twin.growth WHERE grain = 'month' AND complete) AS last_month
  FROM parameters
),
country_2025 AS (
  SELECT sum(downloads) FILTER (country = 'CN') AS china, sum(downloads) AS total
  FROM twin.country_share WHERE "window" = '2025' AND attribution = 'account'
),
kind_periods AS (
  SELECT CASE WHEN "window" = '2025' THEN '2025' ELSE 'before 2022' END AS period, kind, downloads
  FROM twin.kind_share
  WHERE grain = 'year' AND ("window" = '2025' OR "window" < '2022')
),
kinds AS (
  SELECT
    period,
    sum(downloads) FILTER (kind = 'industry') AS industry,
    sum(downloads) FILTER (kind = 'individual') AS individual,
    sum(downloads) AS total
  FROM kind_periods GROUP BY period
),
overtakes AS (
  SELECT measure, min(period) AS period
  FROM twin.country_share_overtakes
  WHERE attribution = 'account' AND country = 'CN' AND overtaken = 'US'
  GROUP BY measure
),
found(claim, "table", "window", article, value_text, value_num, value_den, missing) AS (
  SELECT 'models_total', 'growth', NULL, '2000000', NULL, (
      SELECT coalesce(max(cumulative), 0) + max(created) FILTER (grain = 'unknown')
      FROM twin.growth), 1,
    CASE WHEN NOT has_models THEN '--models' END
  FROM here
  UNION ALL
  SELECT 'models_doubling', 'growth', CASE WHEN has_models THEN last_month END, '2', NULL,
    month.cumulative_ratio_num, month.cumulative_ratio_den,
    CASE WHEN NOT has_models THEN '--models'
         WHEN month.cumulative_ratio_den IS NULL THEN 'a year of creation dates' END
  FROM here LEFT JOIN twin.growth AS month ON month.period = last_month AND month.grain = 'month'
  UNION ALL
  SELECT 'top_0_01_pct_share', 'concentration', w, '0.496', NULL,
    top_0_01_pct_num, top_0_01_pct_den,
    CASE WHEN w IS NULL THEN '--downloads' END
  FROM here LEFT JOIN twin.concentration ON "window" = w AND "over" = 'models'
  UNION ALL
  SELECT 'below_200', 'concentration', w, '0.5', NULL, below_200_num, below_200_den,
    CASE WHEN w IS NULL THEN '--downloads' END
  FROM here LEFT JOIN twin.concentration ON "window" = w AND "over" = 'models'
  UNION ALL
  SELECT claim, 'country_share', NULL, 'yes', coalesce(period, 'no'), NULL, NULL,
    CASE WHEN NOT has_accounts THEN '--accounts' WHEN NOT has_records THEN '--downloads' END
  FROM here
  CROSS JOIN (VALUES ('china_overtakes_us_monthly', 'monthly'),
                     ('china_overtakes_us_total', 'cumulative')) AS of_measure(claim, measure)
  LEFT JOIN overtakes USING (measure)
  UNION ALL
  SELECT 'china_share_2025', 'country_share', '2025', '0.41', NULL, coalesce(china, 0), total,
    CASE WHEN NOT has_accounts THEN '--accounts'
         WHEN coalesce(total, 0) = 0 THEN 'records of 2025' END
  FROM here, country_2025
  UNION ALL
  SELECT claim, 'kind_share', claims.period, article, NULL,
    CASE WHEN starts_with(claim, 'industry') THEN industry ELSE individual END, total,
    CASE WHEN NOT has_accounts THEN '--accounts'
         WHEN coalesce(total, 0) > 0 THEN NULL
         WHEN claims.period = '2025' THEN 'records of 2025'
         ELSE 'records before 2022' END
  FROM here
  CROSS JOIN (VALUES ('industry_share_before_2022', 'before 2022', '0.7'),
                     ('individual_share_before_2022', 'before 2022', '0.17'),
                     ('industry_share_2025', '2025', '0.37'),
                     ('individual_share_2025', '2025', '0.39')) AS claims(claim, period, article)
  LEFT JOIN kinds ON kinds.period = claims.period
  UNION ALL
  SELECT 'individual_majority_months', 'kind_share', NULL, 'yes', NULL, (
      SELECT count(*) FROM twin.kind_share_individual
      WHERE grain = 'month' AND complete AND lower_majority), 1,
    CASE WHEN NOT has_accounts THEN '--accounts' WHEN NOT has_records THEN '--downloads' END
  FROM here
  UNION ALL
  SELECT 'median_ratio_1_9B_to_100B', 'size_classes', w, '4', NULL,
    top10_median_num, top10_median_den,
    CASE WHEN w IS NULL THEN '--downloads'
         WHEN coalesce(top10_median_den, 0) = 0 THEN 'downloads in both classes' END
  FROM here
  LEFT JOIN twin.size_classes_ratios ON "window" = w AND class = '1-9B' AND against = '>=100B'
  UNION ALL
  SELECT claim, 'model_size_trend', year, article, NULL,
    CASE WHEN starts_with(claim, 'mean') THEN mean_parameters_num ELSE median_parameters END,
    CASE WHEN starts_with(claim, 'mean') THEN mean_parameters_den ELSE 1 END,
    CASE WHEN median_parameters IS NULL THEN 'records of ' || year END
  FROM (VALUES ('mean_parameters_2023', '2023', '827000000'),
               ('mean_parameters_2025', '2025', '20800000000'),
               ('median_parameters_2023', '2023', '326000000'),
               ('median_parameters_2025', '2025', '406000000')) AS claims(claim, year, article)
  LEFT JOIN twin.model_size_trend ON "window" = year
)
SELECT
  claim,
  NULL AS statement,
  "table",
  "window",
  article,
  CASE WHEN missing IS NULL THEN value_text END AS value_text,
  CASE WHEN missing IS NULL THEN value_num END AS value_num,
  CASE WHEN missing IS NULL THEN value_den END AS value_den,
  NULL AS definition,
  CASE
    WHEN missing IS NULL THEN 'computed'
    WHEN missing = '--downloads' AND has_downloads THEN 'not computable: no record accepted'
    ELSE 'not computable: needs ' || missing
  END AS status
FROM found, parameters
ORDER BY claim;
