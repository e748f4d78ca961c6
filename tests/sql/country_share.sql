-- Key: window, attribution, country
--
-- Who is downloaded, by country?
--
-- attribution: account, the country of a model's account; derived, that of all its roots. Known
-- countries are two capital letters. share: by all downloads of the window; share_known: by those
-- of known countries. plurality: the most downloads of all known countries (more than 0; a tie goes
-- to the first by byte). Cumulative: from the first record to the window's end; for years, months,
-- weeks and days. Rows: every value that any model has, in every window; `unknown` always, and
-- under derived `several`.
WITH labels AS (
  SELECT id, 'account' AS attribution, country FROM models
  UNION ALL
  SELECT id, 'derived', derived_country FROM derived
),
countries AS (
  SELECT attribution, country FROM labels
  UNION
  VALUES ('account', 'unknown'), ('derived', 'unknown'), ('derived', 'several')
),
sums AS (
  SELECT window_name, attribution, country, count(*) AS models, sum(downloads) AS downloads
  FROM window_values JOIN labels USING (id)
  GROUP BY window_name, attribution, country
),
filled AS (
  SELECT
    window_name, grain, basis, complete, records, attribution, country,
    coalesce(models, 0) AS models,
    coalesce(downloads, 0) AS downloads,
    is_known_country(country) AS known
  FROM windows CROSS JOIN countries LEFT JOIN sums USING (window_name, attribution, country)
),
with_totals AS (
  SELECT
    *,
    sum(downloads) OVER own AS total,
    coalesce(sum(downloads) FILTER (known) OVER own, 0) AS known_total,
    row_number() OVER (
      PARTITION BY window_name, attribution ORDER BY known DESC, downloads DESC, country) AS rank,
    sum(downloads) OVER (PARTITION BY attribution, country, grain ORDER BY window_name)
      AS running  -- windows of one grain follow each other without a gap
  FROM filled
  WINDOW own AS (PARTITION BY window_name, attribution)
),
cumulated AS (
  SELECT
    *,
    CASE WHEN grain IN ('year', 'month', 'week', 'day') THEN running END AS cumulative_downloads
  FROM with_totals
)
SELECT
  window_name AS "window",
  attribution,
  country,
  grain,
  basis,
  complete,
  records,
  models,
  downloads,
  downloads AS share_num,
  total AS share_den,
  CASE WHEN known THEN downloads END AS share_known_num,
  CASE WHEN known THEN known_total END AS share_known_den,
  CASE WHEN known THEN rank = 1 AND downloads > 0 END AS plurality,
  cumulative_downloads,
  cumulative_downloads AS cumulative_share_num,
  sum(cumulative_downloads) OVER (PARTITION BY window_name, attribution) AS cumulative_share_den
FROM cumulated
ORDER BY "window", attribution, country;
