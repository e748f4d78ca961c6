-- Key: by, group
--
-- How long does a model live?
--
-- Models created from the first to the last record day, of which at least 26 weeks of 7 days, the
-- first begun on the day of creation, were complete by the last record day. Of those the first 52
-- are observed weeks; downloads of days before the creation are of week 0. models: those with a
-- download in an observed week. The peak is the first observed week of the most downloads; the
-- lifetime is 1 + the last observed week w with 10 * d_w >= the peak's. censored: models for which
-- that is the last observed week; means, and quantiles by nearest rank, are over the others.
WITH range AS (
  SELECT min(day) AS first_record, max(day) AS last_record FROM records
),
newborns AS (
  SELECT id, kind, class, created,
    least((date_diff('day', created, last_record) + 1) // 7, 52) AS observed
  FROM models, range
  WHERE created BETWEEN first_record AND last_record
),
weekly AS (
  SELECT id, greatest(date_diff('day', created, day), 0) // 7 AS week, sum(downloads) AS downloads
  FROM newborns JOIN records USING (id)
  WHERE observed >= 26
  GROUP BY id, week
),
peaks AS (
  SELECT id, max(downloads) AS peak
  FROM weekly JOIN newborns USING (id)
  WHERE week < observed
  GROUP BY id
),
lives AS (
  SELECT
    id, kind, class,
    min(week) FILTER (downloads = peak) AS peak_week,
    1 + max(week) FILTER (10 * downloads >= peak) AS lifetime,
    lifetime = any_value(observed) AS censored
  FROM weekly JOIN peaks USING (id) JOIN newborns USING (id)
  WHERE peak > 0 AND week < observed
  GROUP BY id, kind, class
),
groups("by", "group") AS (
  VALUES ('all', 'all'),
    ('kind', 'industry'), ('kind', 'academia'), ('kind', 'non-profit'), ('kind', 'government'),
    ('kind', 'community'), ('kind', 'individual'), ('kind', 'unknown'),
    ('class', '<1B'), ('class', '1-9B'), ('class', '10-99B'), ('class', '>=100B'),
    ('class', 'unknown')
),
members AS (
  SELECT "by", "group", lives.*
  FROM groups JOIN lives
    ON "group" = CASE "by" WHEN 'all' THEN 'all' WHEN 'kind' THEN kind ELSE class END
),
sums AS (
  SELECT
    "by", "group",
    count(*) AS models,
    count(*) FILTER (censored) AS censored,
    sum(lifetime) FILTER (NOT censored) AS lifetimes,
    sum(peak_week) FILTER (NOT censored) AS peak_weeks,
    list(lifetime ORDER BY lifetime) FILTER (NOT censored) AS l,
    list(peak_week ORDER BY peak_week) FILTER (NOT censored) AS p
  FROM members GROUP BY "by", "group"
)
SELECT
  "by",
  "group",
  coalesce(models, 0) AS models,
  coalesce(censored, 0) AS censored,
  coalesce(models - censored, 0) AS uncensored,
  coalesce(lifetimes, 0) AS mean_lifetime_num,
  coalesce(models - censored, 0) AS mean_lifetime_den,
  nearest_rank(l, 100) AS lifetime_q10,
  nearest_rank(l, 250) AS lifetime_q25,
  nearest_rank(l, 500) AS lifetime_q50,
  nearest_rank(l, 750) AS lifetime_q75,
  nearest_rank(l, 900) AS lifetime_q90,
  coalesce(peak_weeks, 0) AS mean_weeks_to_peak_num,
  coalesce(models - censored, 0) AS mean_weeks_to_peak_den,
  nearest_rank(p, 500) AS weeks_to_peak_q50
FROM groups LEFT JOIN sums USING ("by", "group")
ORDER BY "by", "group";
