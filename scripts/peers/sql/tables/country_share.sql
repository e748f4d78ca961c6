WITH labels AS (
  SELECT w, 'account' AS attribution, country, sum(models)::BIGINT AS models,
    sum(downloads)::BIGINT AS downloads
  FROM sums_of_groups JOIN groups USING (g) GROUP BY ALL
  UNION ALL
  SELECT w, 'derived', country, models, downloads FROM sums_of_countries JOIN countries USING (c)
),
given AS (
  SELECT DISTINCT attribution, country FROM labels
  UNION
  SELECT 'account', country FROM owners
  UNION
  SELECT 'derived', country FROM (SELECT DISTINCT c FROM main.labels) JOIN countries USING (c)
  UNION
  VALUES ('account', 'unknown'), ('derived', 'unknown'), ('derived', 'several')
),
filled AS (
  SELECT windows.*, attribution, country, coalesce(models, 0) AS models,
    coalesce(downloads, 0) AS downloads, regexp_full_match(country, '[A-Z][A-Z]') AS known
  FROM windows CROSS JOIN given LEFT JOIN labels USING (w, attribution, country)
),
totals AS (
  SELECT *,
    sum(downloads) OVER own AS total,
    coalesce(sum(downloads) FILTER (known) OVER own, 0) AS known_total,
    row_number() OVER (PARTITION BY w, attribution ORDER BY known DESC, downloads DESC, country)
      AS rank,
    CASE WHEN grain IN ('year', 'month') THEN sum(downloads) OVER (
      PARTITION BY attribution, country, grain ORDER BY first_month) END AS cumulative
  FROM filled WINDOW own AS (PARTITION BY w, attribution)
)
SELECT name AS "window", attribution, country, grain, basis, complete, records, models, downloads,
  downloads AS share_num, total AS share_den,
  CASE WHEN known THEN downloads END AS share_known_num,
  CASE WHEN known THEN known_total END AS share_known_den,
  CASE WHEN known THEN rank = 1 AND downloads > 0 END AS plurality,
  cumulative AS cumulative_downloads, cumulative AS cumulative_share_num,
  sum(cumulative) OVER (PARTITION BY w, attribution) AS cumulative_share_den
FROM totals;
