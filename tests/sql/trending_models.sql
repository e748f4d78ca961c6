-- Key: date, younger_than_days, measure, rank
--
-- Which new models trend? The lists of trending.
SELECT
  strftime(day, '%Y-%m-%d') AS date,
  younger_than_days, measure, rank,
  name AS model, kind, country, derived_country, score, count
FROM ranked_series
ORDER BY date, younger_than_days, measure, rank;
