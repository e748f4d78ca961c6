-- Key: window, kind
--
-- Industry against independents: downloads and models by the kind of the account.
--
-- share: by all downloads of the window; share_known: by those of accounts of known kind;
-- model_share: by the n models of the window. All seven kinds have a row in every window.
WITH kinds(kind) AS (
  VALUES ('industry'), ('academia'), ('non-profit'), ('government'), ('community'), ('individual'),
         ('unknown')
),
sums AS (
  SELECT window_name, kind, count(*) AS models, sum(downloads) AS downloads
  FROM window_values JOIN models USING (id)
  GROUP BY window_name, kind
),
filled AS (
  SELECT
    window_name, kind, grain, basis, complete, records,
    coalesce(models, 0) AS models,
    coalesce(downloads, 0) AS downloads
  FROM windows CROSS JOIN kinds LEFT JOIN sums USING (window_name, kind)
),
with_totals AS (
  SELECT
    *,
    sum(downloads) OVER own AS total,
    sum(downloads) FILTER (kind <> 'unknown') OVER own AS known_total,
    sum(models) OVER own AS n
  FROM filled
  WINDOW own AS (PARTITION BY window_name)
)
SELECT
  window_name AS "window",
  kind,
  grain,
  basis,
  complete,
  records,
  models,
  downloads,
  downloads AS share_num,
  total AS share_den,
  CASE WHEN kind <> 'unknown' THEN downloads END AS share_known_num,
  CASE WHEN kind <> 'unknown' THEN known_total END AS share_known_den,
  models AS model_share_num,
  n AS model_share_den
FROM with_totals
ORDER BY "window", kind;
