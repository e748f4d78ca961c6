-- Key: window, country, account
--
-- How do the champions of each country fare? Every champion in every window that is no month, week
-- or day; rank and share among the accounts of the country that the annotations give it.
WITH standing AS (
  SELECT
    window_name, account, models, downloads,
    coalesce(country, 'unknown') AS annotated_country,
    sum(downloads) OVER own AS total,
    row_number() OVER (own ORDER BY downloads DESC, account) AS rank
  FROM account_sums LEFT JOIN accounts USING (account)
  WINDOW own AS (PARTITION BY window_name, coalesce(country, 'unknown'))
)
SELECT
  champions.window_name AS "window", champions.country, champions.account, grain, basis, complete,
  coalesce(standing.models, 0) AS models,
  coalesce(standing.downloads, 0) AS downloads,
  annotated_country,
  rank AS rank_in_country,
  standing.downloads AS share_of_country_num,
  total AS share_of_country_den,
  CASE WHEN before IS NOT NULL THEN standing.downloads END AS year_ratio_num,
  CASE WHEN before IS NOT NULL AND standing.downloads IS NOT NULL
       THEN coalesce(early.downloads, 0) END AS year_ratio_den
FROM (FROM raw_champions, wide_windows) AS champions
LEFT JOIN standing USING (window_name, account)
LEFT JOIN year_before USING (window_name)
LEFT JOIN account_sums AS early
  ON early.window_name = before AND early.account = champions.account
ORDER BY "window", champions.country, champions.account;
