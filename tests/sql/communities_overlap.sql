-- Key: window, task, other
--
-- Do tasks share their accounts?
--
-- For each two of the 100 tasks with most downloads in the window w (`unknown` is none; ties by
-- name): the 1,000 accounts with most downloads in the task in the window, at least one, ties by
-- name; jaccard: those of both over those of either. Windows but for months, weeks and days.
WITH tasks AS (
  SELECT value AS task FROM listed WHERE dimension = 'task' AND place <= 100
),
of_accounts AS (
  SELECT window_name, value AS task, account, sum(downloads) AS downloads
  FROM window_values JOIN memberships USING (id) JOIN models USING (id)
  WHERE dimension = 'task' AND value IN (FROM tasks)
  GROUP BY window_name, value, account
  HAVING sum(downloads) > 0
),
tops AS (
  FROM of_accounts
  QUALIFY row_number() OVER (
    PARTITION BY window_name, task ORDER BY downloads DESC, account) <= 1000
),
sizes AS (
  SELECT window_name, task, count(*) AS size FROM tops GROUP BY window_name, task
),
common_accounts AS (
  SELECT one.window_name, one.task, two.task AS other, count(*) AS common
  FROM tops AS one JOIN tops AS two USING (window_name, account)
  WHERE one.task < two.task
  GROUP BY one.window_name, one.task, two.task
)
SELECT
  windows.window_name AS "window",
  one.task,
  two.task AS other,
  grain,
  basis,
  complete,
  coalesce(common, 0) AS jaccard_num,
  coalesce(of_one.size, 0) + coalesce(of_two.size, 0) - coalesce(common, 0) AS jaccard_den
FROM windows
CROSS JOIN tasks AS one
JOIN tasks AS two ON one.task < two.task
LEFT JOIN sizes AS of_one ON of_one.window_name = windows.window_name AND of_one.task = one.task
LEFT JOIN sizes AS of_two ON of_two.window_name = windows.window_name AND of_two.task = two.task
LEFT JOIN common_accounts AS both_tops
  ON both_tops.window_name = windows.window_name
 AND both_tops.task = one.task AND both_tops.other = two.task
WHERE grain NOT IN ('month', 'week', 'day')
ORDER BY "window", one.task, other;
