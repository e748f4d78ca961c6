-- Key: window, class
--
-- Do small models win?
--
-- models: the n of the window in the class; downloaded: those with downloads in it. Quantiles of
-- downloads per model by nearest rank, over all n and over the downloaded ones. top10_median: the
-- median, by nearest rank, of the 10 largest (of all where there are fewer).
WITH classes(class) AS (
  VALUES ('<1B'), ('1-9B'), ('10-99B'), ('>=100B'), ('unknown')
),
sums AS (
  SELECT
    window_name,
    class,
    count(*) AS models,
    count(*) FILTER (downloads > 0) AS downloaded,
    sum(downloads) AS downloads,
    list(downloads ORDER BY downloads) AS d,
    list(downloads ORDER BY downloads) FILTER (downloads > 0) AS positive
  FROM window_values JOIN models USING (id)
  GROUP BY window_name, class
),
filled AS (
  SELECT
    window_name, class, grain, basis, complete, records, d, positive,
    coalesce(models, 0) AS models,
    coalesce(downloaded, 0) AS downloaded,
    coalesce(downloads, 0) AS downloads,
    d[greatest(len(d) - 9, 1):] AS top10
  FROM windows CROSS JOIN classes LEFT JOIN sums USING (window_name, class)
)
SELECT
  window_name AS "window",
  class,
  grain,
  basis,
  complete,
  records,
  models,
  downloaded,
  downloads,
  downloads AS mean_num,
  models AS mean_den,
  downloads AS mean_downloaded_num,
  downloaded AS mean_downloaded_den,
  nearest_rank(d, 100) AS q10,
  nearest_rank(d, 250) AS q25,
  nearest_rank(d, 500) AS q50,
  nearest_rank(d, 750) AS q75,
  nearest_rank(d, 900) AS q90,
  nearest_rank(d, 990) AS q99,
  nearest_rank(positive, 100) AS downloaded_q10,
  nearest_rank(positive, 250) AS downloaded_q25,
  nearest_rank(positive, 500) AS downloaded_q50,
  nearest_rank(positive, 750) AS downloaded_q75,
  nearest_rank(positive, 900) AS downloaded_q90,
  nearest_rank(positive, 990) AS downloaded_q99,
  nearest_rank(top10, 500) AS top10_median
FROM filled
ORDER BY "window", class;
