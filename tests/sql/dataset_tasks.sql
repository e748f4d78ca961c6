-- Key: year, task
--
-- Which data grows?
--
-- datasets: of the list, created in the year and by the day of the census, with the tag
-- task_categories:<task>; one of several tasks counts in each. rank: of the year, 1 has the most,
-- ties by the task's name; the first 1,000 of a year are listed. share: by the year's datasets that
-- have a task. Task `unknown`: those without one (or with one of that name alone). Year `unknown`:
-- without a day of creation, unranked.
WITH dated AS (
  SELECT id, tags, coalesce(strftime(created, '%Y'), 'unknown') AS year
  FROM datasets, census WHERE created IS NULL OR created <= as_of
),
tagged AS (
  SELECT id, year, unnest(tags) AS tag FROM dated
),
tasks AS (
  SELECT DISTINCT id, year, substr(tag, 17) AS task
  FROM tagged
  WHERE starts_with(tag, 'task_categories:')
    AND tag NOT IN ('task_categories:', 'task_categories:unknown')
),
years AS (
  SELECT
    year,
    count(*) FILTER (id IN (SELECT id FROM tasks)) AS with_task,
    count(*) FILTER (id NOT IN (SELECT id FROM tasks)) AS without_task
  FROM dated GROUP BY year
),
counted AS (
  SELECT
    year, task, count(*) AS datasets,
    row_number() OVER (PARTITION BY year ORDER BY count(*) DESC, task) AS place
  FROM tasks GROUP BY year, task
)
SELECT
  year, task, datasets,
  CASE WHEN year <> 'unknown' THEN place END AS rank,
  datasets AS share_num,
  with_task AS share_den
FROM counted JOIN years USING (year) WHERE place <= 1000
UNION ALL
SELECT year, 'unknown', without_task, NULL, NULL, NULL FROM years
ORDER BY year, task;
