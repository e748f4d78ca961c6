-- Claims about the communities of the Hub and where they go.
WITH pairs AS (
  SELECT
    jaccard_num,
    jaccard_den,
    row_number() OVER (ORDER BY jaccard_num / jaccard_den) AS place,
    count(*) OVER () AS n
  FROM twin.communities_overlap, here
  WHERE "window" = w AND jaccard_den > 0
),
medians AS (
  SELECT jaccard_num, jaccard_den FROM pairs WHERE place = (n + 1) // 2
),
factors AS (
  SELECT DISTINCT factor, last_month FROM twin.outlook_forecast WHERE dimension = 'accounts'
),
found(claim, "table", "window", article, value_text, value_num, value_den, missing) AS (
  SELECT 'task_overlap_median', 'communities', w, 'overlapping', NULL, jaccard_num, jaccard_den,
    CASE WHEN NOT has_models THEN '--models' WHEN w IS NULL THEN '--downloads'
         WHEN jaccard_den IS NULL THEN 'two tasks with downloads' END
  FROM here LEFT JOIN medians ON TRUE
  UNION ALL
  SELECT 'further_fragmentation', 'outlook', last_month, 'yes',
    regexp_replace(factor::VARCHAR, '\.0$', ''), NULL, NULL,
    CASE WHEN NOT has_downloads OR NOT has_records THEN '--downloads'
         WHEN factor IS NULL THEN '12 complete months of records' END
  FROM here LEFT JOIN factors ON TRUE
)
FROM found;
