-- Claims about who is downloaded: concentration, countries and kinds of developers.
WITH country_2025 AS (
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
ahead AS (  -- in which months CN is ahead of US, and in which behind it
  SELECT measure, bool_or(china > us) AND NOT bool_or(china < us) AS throughout
  FROM (
    SELECT
      measure,
      "window",
      coalesce(sum(value) FILTER (country = 'CN'), 0) AS china,
      coalesce(sum(value) FILTER (country = 'US'), 0) AS us
    FROM (
      SELECT 'monthly' AS measure, downloads AS value, * FROM twin.country_share
      UNION ALL
      SELECT 'cumulative', cumulative_downloads, * FROM twin.country_share
    )
    WHERE grain = 'month' AND complete AND attribution = 'account'
    GROUP BY measure, "window"
  )
  GROUP BY measure
),
complete_years AS (
  SELECT
    bool_and(complete) FILTER (window_name = '2025') AS is_2025,
    bool_and(complete) FILTER (window_name < '2022') AS before_2022
  FROM windows WHERE grain = 'year'
),
needs AS (
  SELECT
    CASE WHEN NOT has_accounts THEN '--accounts' WHEN NOT has_records THEN '--downloads'
    END AS missing_input,
    CASE WHEN NOT EXISTS (FROM windows WHERE grain = 'month' AND complete)
         THEN 'a complete month of records' END AS missing_month
  FROM here
),
found(claim, "table", "window", article, value_text, value_num, value_den, missing) AS (
  SELECT 'top_0_01_pct_share', 'concentration', w, '0.496', NULL,
    top_0_01_pct_num, top_0_01_pct_den,
    CASE WHEN w IS NULL THEN '--downloads' END
  FROM here LEFT JOIN twin.concentration ON "window" = w AND "over" = 'models'
  UNION ALL
  SELECT 'below_200', 'concentration', w, '0.5', NULL, below_200_num, below_200_den,
    CASE WHEN w IS NULL THEN '--downloads' END
  FROM here LEFT JOIN twin.concentration ON "window" = w AND "over" = 'models'
  UNION ALL
  SELECT claim, 'country_share', NULL, 'yes',
    coalesce(period, CASE WHEN throughout THEN 'from the start' ELSE 'no' END), NULL, NULL,
    coalesce(missing_input, missing_month)
  FROM needs
  CROSS JOIN (VALUES ('china_overtakes_us_monthly', 'monthly'),
                     ('china_overtakes_us_total', 'cumulative')) AS of_measure(claim, measure)
  LEFT JOIN overtakes USING (measure)
  LEFT JOIN ahead USING (measure)
  UNION ALL
  SELECT 'china_share_2025', 'country_share',
    window_text('2025', missing_input IS NOT NULL OR coalesce(total, 0) = 0 OR is_2025), '0.41',
    NULL, coalesce(china, 0), total,
    coalesce(missing_input, CASE WHEN coalesce(total, 0) = 0 THEN 'records of 2025' END)
  FROM needs, country_2025, complete_years
  UNION ALL
  SELECT claim, 'kind_share',
    window_text(claims.period, missing_input IS NOT NULL OR coalesce(total, 0) = 0
                OR CASE claims.period WHEN '2025' THEN is_2025 ELSE before_2022 END),
    article, NULL,
    CASE WHEN starts_with(claim, 'industry') THEN industry ELSE individual END, total,
    CASE WHEN missing_input IS NOT NULL THEN missing_input
         WHEN coalesce(total, 0) > 0 THEN NULL
         WHEN claims.period = '2025' THEN 'records of 2025'
         ELSE 'records before 2022' END
  FROM needs
  CROSS JOIN complete_years
  CROSS JOIN (VALUES ('industry_share_before_2022', 'before 2022', '0.7'),
                     ('individual_share_before_2022', 'before 2022', '0.17'),
                     ('industry_share_2025', '2025', '0.37'),
                     ('individual_share_2025', '2025', '0.39')) AS claims(claim, period, article)
  LEFT JOIN kinds ON kinds.period = claims.period
  UNION ALL
  SELECT 'individual_majority_months', 'kind_share', NULL, 'yes', NULL, (
      SELECT count(*) FROM twin.kind_share_individual
      WHERE grain = 'month' AND complete AND lower_majority), 1,
    coalesce(missing_input, missing_month)
  FROM needs
)
FROM found;
