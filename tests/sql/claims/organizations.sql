-- Claims about who develops: companies, countries and the use of models at home.
WITH releases AS (
  SELECT name, period, models FROM twin.organizations_releases
  WHERE grain = 'year' AND level = 'parent'
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
  SELECT "window", count(*) FILTER (parent IN ('LG', 'SK Telecom')) AS champions
  FROM twin.sovereignty_accounts WHERE country = 'KR' GROUP BY "window"
),
found(claim, "table", "window", article, value_text, value_num, value_den, missing) AS (
  SELECT 'nvidia_rank_2025', 'organizations', '2025', '1', NULL,
    1 + (SELECT count(*) FROM big_tech WHERE big_tech.models > nvidia.models), 1,
    CASE WHEN NOT has_models THEN '--models'
         WHEN nvidia.models = 0 THEN 'models of NVIDIA of 2025' END
  FROM here, nvidia
  UNION ALL
  SELECT 'baidu_models_' || year, 'organizations', year, article, NULL, coalesce(models, 0), 1,
    CASE WHEN NOT has_models THEN '--models' END
  FROM here
  CROSS JOIN (VALUES ('2024', '0'), ('2025', '100')) AS years(year, article)
  LEFT JOIN releases ON name = 'Baidu' AND period = year
  UNION ALL
  SELECT claim, 'organizations', '2025', article, NULL, coalesce(late.models, 0), early.models,
    CASE WHEN NOT has_models THEN '--models'
         WHEN coalesce(early.models, 0) = 0 THEN 'models of ' || parent || ' of 2024' END
  FROM here
  CROSS JOIN (VALUES ('bytedance_growth_2025', 'ByteDance', '8'),
                     ('tencent_growth_2025', 'Tencent', '9')) AS claims(claim, parent, article)
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
    CASE WHEN NOT has_accounts THEN '--accounts' WHEN w IS NULL THEN '--downloads' END
  FROM here LEFT JOIN korea ON "window" = w
)
FROM found;
