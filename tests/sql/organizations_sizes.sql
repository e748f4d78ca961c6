-- Key: window, level, name, class
--
-- Of what size are the models of an account or company that are used? Accounts as in organizations;
-- share: of the account's downloads in the window. Windows but months, weeks and days.
WITH of_models AS (
  SELECT window_name, account, class, downloads
  FROM window_values JOIN models USING (id) JOIN wide_windows USING (window_name)
),
named AS (
  SELECT window_name, 'account' AS level, coalesce(listed.account, '(others)') AS name, class,
    downloads
  FROM of_models LEFT JOIN listed_accounts AS listed USING (account)
  UNION ALL
  SELECT window_name, 'parent', coalesce(parent, '(none)'), class, downloads
  FROM of_models LEFT JOIN accounts USING (account)
),
summed AS (
  SELECT window_name, level, name, class, count(*) AS models, sum(downloads) AS downloads
  FROM named GROUP BY window_name, level, name, class
)
SELECT
  window_name AS "window", level, name, class, grain, basis, complete,
  models,
  downloads,
  downloads AS share_num,
  sum(downloads) OVER (PARTITION BY window_name, level, name) AS share_den
FROM summed JOIN windows USING (window_name)
ORDER BY "window", level, name, class;
