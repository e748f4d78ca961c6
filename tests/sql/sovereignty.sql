-- Key: window, country
--
-- What does each country develop, and who leads there? By the account's country; accounts: with a
-- model in the window; year_ratio: to the downloads of the same accounts a year before; the most
-- downloaded account, above none (ties: the first by byte). Windows but months, weeks and days.
WITH sums AS (
  SELECT window_name, account, coalesce(country, 'unknown') AS country, models, downloads
  FROM account_sums JOIN wide_windows USING (window_name) LEFT JOIN accounts USING (account)
),
with_before AS (
  SELECT sums.*, before, coalesce(early.downloads, 0) AS early
  FROM sums
  LEFT JOIN year_before USING (window_name)
  LEFT JOIN account_sums AS early ON early.window_name = before AND early.account = sums.account
),
countries AS (
  SELECT
    window_name, country,
    count(*) AS accounts,
    sum(models) AS models,
    sum(downloads) AS downloads,
    CASE WHEN any_value(before) IS NOT NULL THEN sum(early) END AS early,
    max(downloads) AS most,
    min(account) FILTER (downloads = (
      SELECT max(other.downloads) FROM sums AS other
      WHERE other.window_name = with_before.window_name AND other.country = with_before.country))
      AS top
  FROM with_before GROUP BY window_name, country
)
SELECT
  window_name AS "window", country, grain, basis, complete, records,
  accounts,
  models,
  downloads,
  downloads AS share_num,
  sum(downloads) OVER (PARTITION BY window_name) AS share_den,
  CASE WHEN early IS NOT NULL THEN downloads END AS year_ratio_num,
  early AS year_ratio_den,
  CASE WHEN most > 0 THEN top END AS top_account,
  CASE WHEN most > 0 THEN most END AS top_account_share_num,
  CASE WHEN most > 0 THEN downloads END AS top_account_share_den
FROM countries JOIN windows USING (window_name)
ORDER BY "window", country;
