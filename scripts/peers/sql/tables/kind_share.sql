WITH kinds AS (
  SELECT unnest(['industry', 'academia', 'non-profit', 'government', 'community', 'individual',
                 'unknown']) AS kind
),
sums AS (
  SELECT w, kind, sum(models)::BIGINT AS models, sum(downloads)::BIGINT AS downloads
  FROM sums_of_groups JOIN groups USING (g) GROUP BY ALL
),
totals AS (
  SELECT windows.*, kind, coalesce(models, 0) AS models, coalesce(downloads, 0) AS downloads,
    coalesce(sum(downloads) OVER own, 0) AS total,
    coalesce(sum(downloads) FILTER (kind <> 'unknown') OVER own, 0) AS known_total,
    coalesce(sum(models) OVER own, 0) AS n
  FROM windows CROSS JOIN kinds LEFT JOIN sums USING (w, kind) WINDOW own AS (PARTITION BY w)
)
SELECT name AS "window", kind, grain, basis, complete, records, models, downloads,
  downloads AS share_num, total AS share_den,
  CASE WHEN kind <> 'unknown' THEN downloads END AS share_known_num,
  CASE WHEN kind <> 'unknown' THEN known_total END AS share_known_den,
  models AS model_share_num, n AS model_share_den
FROM totals;
