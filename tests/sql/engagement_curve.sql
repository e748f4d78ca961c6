-- Key: by, group, week
--
-- How do downloads follow a model's age?
--
-- The models of engagement, censored ones too. mean_downloads: the downloads of the 7 days of that
-- week since the day of creation (week 0: of all days before its end), by the number of models for
-- which the week was complete by the last record day.
WITH range AS (
  SELECT min(day) AS first_record, max(day) AS last_record FROM records
),
candidates AS (
  SELECT id, kind, class, created, last_record
  FROM models, range
  WHERE created >= first_record AND created + 26 * 7 <= last_record + 1
),
weeks AS (SELECT unnest(generate_series(0, 51))::INTEGER AS week),
model_weeks AS (
  SELECT id, kind, class, week, coalesce(sum(downloads) FILTER (
      day < created + 7 * (week + 1) AND (week = 0 OR day >= created + 7 * week)), 0) AS downloads
  FROM candidates CROSS JOIN weeks LEFT JOIN records USING (id)
  WHERE created + 7 * (week + 1) <= last_record + 1
  GROUP BY id, kind, class, week
),
of_models AS (
  FROM model_weeks
  QUALIFY sum(downloads) OVER (PARTITION BY id) > 0
),
groups("by", "group") AS (
  VALUES ('all', 'all'),
    ('kind', 'industry'), ('kind', 'academia'), ('kind', 'non-profit'), ('kind', 'government'),
    ('kind', 'community'), ('kind', 'individual'), ('kind', 'unknown'),
    ('class', '<1B'), ('class', '1-9B'), ('class', '10-99B'), ('class', '>=100B'),
    ('class', 'unknown')
),
labelled AS (
  SELECT unnest(['all', 'kind', 'class']) AS "by", unnest(['all', kind, class]) AS "group",
    week, downloads
  FROM of_models
)
SELECT
  "by",
  "group",
  week,
  coalesce(sum(downloads), 0) AS mean_downloads_num,
  count(downloads) AS mean_downloads_den
FROM groups CROSS JOIN weeks LEFT JOIN labelled USING ("by", "group", week)
GROUP BY "by", "group", week
ORDER BY "by", "group", week;
