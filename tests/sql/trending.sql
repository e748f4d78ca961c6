-- Key: date, younger_than_days, measure, top, attribution, country
--
-- Whose new models trend? Of each dump the first 10, 25 and 100 models created less than 7 or 365
-- days before it, by trendingScore, likes and downloads since the dump before (above 0; ties: the
-- first by byte): how many are of each country, by the account and derived.
WITH counted AS (
  SELECT day, younger_than_days, measure, top, attribution,
    CASE attribution WHEN 'account' THEN country ELSE derived_country END AS country,
    count(*) AS models
  FROM ranked_series, (VALUES (10), (25), (100)) AS tops(top),
    (VALUES ('account'), ('derived')) AS attributions(attribution)
  WHERE rank <= top GROUP BY ALL
)
SELECT
  strftime(day, '%Y-%m-%d') AS date,
  younger_than_days, measure, top, attribution, country, models,
  models AS share_num,
  sum(models) OVER (PARTITION BY day, younger_than_days, measure, top, attribution) AS share_den
FROM counted
ORDER BY date, younger_than_days, measure, top, attribution, country;
