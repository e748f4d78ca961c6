SELECT "window", grain, basis, complete, any_value(records) AS records, sum(models) AS models,
  sum(models) FILTER (kind <> 'unknown') AS models_known,
  sum(downloads) AS downloads,
  sum(downloads) FILTER (kind <> 'unknown') AS downloads_known,
  sum(downloads) FILTER (kind <> 'unknown') AS known_num,
  sum(downloads) AS known_den
FROM answer.kind_share GROUP BY ALL;
