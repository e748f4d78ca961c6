SELECT "window", one.class, other.class AS against, one.grain, one.basis, one.complete,
  one.downloads * other.models AS mean_num, one.models * other.downloads AS mean_den,
  CASE WHEN other.q50 IS NOT NULL THEN one.q50 END AS median_num,
  CASE WHEN one.q50 IS NOT NULL THEN other.q50 END AS median_den,
  CASE WHEN other.downloaded_q50 IS NOT NULL THEN one.downloaded_q50 END AS median_downloaded_num,
  CASE WHEN one.downloaded_q50 IS NOT NULL THEN other.downloaded_q50 END AS median_downloaded_den,
  CASE WHEN other.top10_median IS NOT NULL THEN one.top10_median END AS top10_median_num,
  CASE WHEN one.top10_median IS NOT NULL THEN other.top10_median END AS top10_median_den
FROM answer.size_classes AS one JOIN answer.size_classes AS other USING ("window")
WHERE one.class <> other.class AND one.class <> 'unknown' AND other.class <> 'unknown';
