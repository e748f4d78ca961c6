-- Key: window, level, name
--
-- Who releases, and who is used?
--
-- level account: the listed accounts (prelude/accounts.sql), all others as (others); level parent:
-- companies as annotated, accounts without one as (none). accounts: with a model in the window.
-- year_ratio: to the same year or month a year before. Rows: whoever has a model in the window.
WITH named AS (
  SELECT
    window_name, 'account' AS level, coalesce(listed.account, '(others)') AS name,
    listed.account, sums.models, sums.downloads
  FROM account_sums AS sums LEFT JOIN listed_accounts AS listed USING (account)
  UNION ALL
  SELECT window_name, 'parent', coalesce(parent, '(none)'), NULL, models, downloads
  FROM account_sums LEFT JOIN accounts USING (account)
),
summed AS (
  SELECT
    window_name, level, name,
    any_value(account) AS account,
    CASE WHEN name <> '(others)' OR level = 'parent' THEN count(*) END AS accounts,
    sum(models) AS models,
    sum(downloads) AS downloads
  FROM named GROUP BY window_name, level, name
),
totals AS (
  SELECT window_name, sum(downloads) AS total FROM account_sums GROUP BY window_name
)
SELECT
  summed.window_name AS "window",
  summed.level,
  summed.name,
  grain,
  basis,
  complete,
  records,
  CASE WHEN summed.account IS NOT NULL THEN coalesce(kind, 'unknown') END AS kind,
  CASE WHEN summed.account IS NOT NULL THEN coalesce(country, 'unknown') END AS country,
  parent,
  summed.accounts,
  summed.models,
  summed.downloads,
  summed.downloads AS share_num,
  total AS share_den,
  CASE WHEN before IS NOT NULL THEN summed.downloads END AS year_ratio_num,
  CASE WHEN before IS NOT NULL THEN coalesce(early.downloads, 0) END AS year_ratio_den
FROM summed
JOIN windows USING (window_name)
JOIN totals USING (window_name)
LEFT JOIN accounts USING (account)
LEFT JOIN year_before USING (window_name)
LEFT JOIN summed AS early
  ON early.window_name = before AND early.level = summed.level AND early.name = summed.name
ORDER BY "window", level, name;
