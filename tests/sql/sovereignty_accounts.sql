-- Key: window, country, rank
--
-- Which accounts lead in each country? The ten most downloaded, above none; ties: the first by
-- byte. Windows but months, weeks and days.
WITH ranked AS (
  SELECT
    window_name, account,
    coalesce(country, 'unknown') AS country,
    coalesce(kind, 'unknown') AS kind,
    parent,
    models,
    downloads,
    sum(downloads) OVER own AS total,
    row_number() OVER (own ORDER BY downloads DESC, account) AS rank
  FROM account_sums JOIN wide_windows USING (window_name) LEFT JOIN accounts USING (account)
  WINDOW own AS (PARTITION BY window_name, coalesce(country, 'unknown'))
)
SELECT
  ranked.window_name AS "window", country, rank, grain, basis, complete,
  ranked.account,
  kind,
  parent,
  ranked.models,
  ranked.downloads,
  ranked.downloads AS share_num,
  total AS share_den,
  CASE WHEN before IS NOT NULL THEN ranked.downloads END AS year_ratio_num,
  CASE WHEN before IS NOT NULL THEN coalesce(early.downloads, 0) END AS year_ratio_den
FROM ranked
JOIN windows USING (window_name)
LEFT JOIN year_before USING (window_name)
LEFT JOIN account_sums AS early ON early.window_name = before AND early.account = ranked.account
WHERE rank <= 10 AND ranked.downloads > 0
ORDER BY "window", country, rank;
