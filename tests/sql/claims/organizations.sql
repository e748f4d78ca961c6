-- Claims about who develops: companies, countries and the use of models at home.
WITH releases AS (
  SELECT company_of(name) AS name, period, sum(models) AS models FROM twin.organizations_releases
  WHERE grain = 'year' AND level = 'parent'
  GROUP BY ALL
),
big_tech AS (
  SELECT name, models FROM releases
  WHERE period = '2025'
    AND name IN ('Alphabet', 'Amazon', 'Apple', 'Meta', 'Microsoft', 'NVIDIA')
),
nvidia AS (
  SELECT coalesce(max(models), 0) AS models FROM big_tech WHERE name = 'NVIDIA'
),
korea AS (
  SELECT "window", count(DISTINCT parent) FILTER (parent IN ('LG', 'SK Telecom')) AS champions
  FROM twin.sovereignty_accounts WHERE country = 'KR' GROUP BY "window"
),
companies(claim, year, list) AS (
  VALUES
    ('nvidia_rank_2025', '2025', ['Alphabet', 'Amazon', 'Apple', 'Meta', 'Microsoft', 'NVIDIA']),
    ('baidu_models_2024', '2024', ['Baidu']),
    ('baidu_models_2025', '2025', ['Baidu']),
    ('bytedance_growth_2025', '2025', ['ByteDance']),
    ('tencent_growth_2025', '2025', ['Tencent'])
),
unnamed AS (
  SELECT claim, min(company) AS company
  FROM (SELECT claim, unnest(list) AS company FROM companies)
  ANTI JOIN named_companies USING (company)
  GROUP BY claim
),
needs AS (
  SELECT
    claim,
    CASE WHEN NOT has_models THEN '--models'
         WHEN NOT has_accounts THEN '--accounts'
         WHEN company IS NOT NULL THEN 'an account of the parent company ' || company
         WHEN census.as_of >= make_date(year::INTEGER, 12, 31) THEN NULL
         ELSE 'a dump until the end of ' || year END AS missing
  FROM companies LEFT JOIN unnamed USING (claim), here, census
),
found(claim, "table", "window", article, value_text, value_num, value_den, missing) AS (
  SELECT 'nvidia_rank_2025', 'organizations', '2025', '1', NULL,
    1 + (SELECT count(*) FROM big_tech WHERE big_tech.models > nvidia.models), 1,
    coalesce(missing, CASE WHEN nvidia.models = 0 THEN 'models of NVIDIA of 2025' END)
  FROM nvidia, needs WHERE claim = 'nvidia_rank_2025'
  UNION ALL
  SELECT claim, 'organizations', year, article, NULL, coalesce(models, 0), 1,
    coalesce(missing, CASE WHEN NOT EXISTS (
      SELECT 1 FROM releases AS past WHERE past.period <= year AND past.models > 0)
      THEN 'models created by the end of ' || year END)
  FROM needs
  JOIN (VALUES ('baidu_models_2024', '2024', '0'), ('baidu_models_2025', '2025', '100'))
    AS years(claim, year, article) USING (claim)
  LEFT JOIN releases ON name = 'Baidu' AND period = year
  UNION ALL
  SELECT claim, 'organizations', '2025', article, NULL, coalesce(late.models, 0), early.models,
    coalesce(missing, CASE WHEN coalesce(early.models, 0) = 0
                           THEN 'models of ' || parent || ' of 2024' END)
  FROM needs
  JOIN (VALUES ('bytedance_growth_2025', 'ByteDance', '8'),
                     ('tencent_growth_2025', 'Tencent', '9')) AS claims(claim, parent, article)
    USING (claim)
  LEFT JOIN releases AS late ON late.name = parent AND late.period = '2025'
  LEFT JOIN releases AS early ON early.name = parent AND early.period = '2024'
  UNION ALL
  SELECT 'home_bias', 'usage_matrix', w, 'yes', NULL, excess_num, excess_den,
    CASE WHEN NOT has_accounts THEN '--accounts'
         WHEN NOT has_downloads THEN '--downloads'
         WHEN downloads_kind <> 'requests' THEN 'request records'
         WHEN coalesce(excess_den, 0) = 0 THEN 'requests of users and of models of known country' END
  FROM here LEFT JOIN twin.usage_matrix_home ON "window" = w AND country = '(all)'
  UNION ALL
  SELECT 'korean_champions', 'sovereignty', w, '2', NULL, coalesce(champions, 0), 1,
    CASE WHEN NOT has_accounts THEN '--accounts'
         ELSE coalesce(unnamed_company(['LG', 'SK Telecom']),
                       CASE WHEN w IS NULL THEN '--downloads' END) END
  FROM here LEFT JOIN korea ON "window" = w
)
FROM found;
