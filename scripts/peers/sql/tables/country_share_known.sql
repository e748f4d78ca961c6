SELECT "window", attribution, grain, basis, complete, any_value(records) AS records,
  sum(models) AS models, coalesce(sum(models) FILTER (plurality IS NOT NULL), 0) AS models_known,
  sum(downloads) AS downloads,
  coalesce(sum(downloads) FILTER (plurality IS NOT NULL), 0) AS downloads_known,
  coalesce(sum(downloads) FILTER (plurality IS NOT NULL), 0) AS known_num,
  sum(downloads) AS known_den
FROM answer.country_share
GROUP BY ALL;
