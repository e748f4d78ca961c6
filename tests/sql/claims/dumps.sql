-- Claims about what trends and what is liked.
WITH last_dump AS (
  SELECT max(day) AS day FROM dump_days
),
chinese AS (
  SELECT count(*) FILTER (country = 'CN' OR derived_country = 'CN') AS china, count(*) AS total
  FROM twin.trending_models, last_dump
  WHERE date = strftime(day, '%Y-%m-%d') AND younger_than_days = 365 AND measure = 'trending_score'
),
individuals AS (
  SELECT max(rank) AS rank FROM twin.trending_entities
  WHERE younger_than_days = 365 AND measure = 'trending_score' AND entity = '(individuals)'
),
korea AS (
  SELECT max(models) AS models, max(date) AS date FROM twin.trending_peaks
  WHERE younger_than_days = 365 AND measure = 'trending_score' AND top = 100
    AND attribution = 'account' AND country = 'KR'
),
most_liked AS (
  SELECT min(date) AS date, min(model) AS model
  FROM twin.likes, last_dump, census, here
  WHERE rank = 1 AND date = strftime(CASE WHEN has_dumps THEN day ELSE census.as_of END, '%Y-%m-%d')
),
needs AS (
  SELECT
    CASE WHEN NOT has_accounts THEN '--accounts' WHEN NOT has_dumps THEN '--dumps' END AS missing
  FROM here
),
found(claim, "table", "window", article, value_text, value_num, value_den, missing) AS (
  SELECT 'trending_chinese_share', 'trending',
    CASE WHEN missing IS NULL AND total > 0 THEN strftime(day, '%Y-%m-%d') END, '0.5', NULL,
    china, total,
    coalesce(missing, CASE WHEN total = 0 THEN 'trending models in the last dump' END)
  FROM needs, chinese, last_dump
  UNION ALL
  SELECT 'trending_individuals_rank', 'trending', NULL, '4', NULL, rank, 1,
    coalesce(missing, CASE WHEN rank IS NULL THEN 'trending models of individuals' END)
  FROM needs, individuals
  UNION ALL
  SELECT 'trending_korean_peak', 'trending', CASE WHEN missing IS NULL THEN date END, '3', NULL,
    coalesce(models, 0), 1,
    coalesce(missing, CASE WHEN NOT EXISTS (
      FROM twin.trending_peaks WHERE younger_than_days = 365 AND measure = 'trending_score')
      THEN 'a dump with trending models' END)
  FROM needs, korea
  UNION ALL
  SELECT 'most_liked_model', 'likes', CASE WHEN has_models THEN date END,
    'deepseek-ai/DeepSeek-R1', model, NULL, NULL,
    CASE WHEN NOT has_models THEN '--models' WHEN model IS NULL THEN 'likes in the last dump' END
  FROM here, most_liked
)
FROM found;
