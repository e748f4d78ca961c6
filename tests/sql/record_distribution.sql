-- Key: year, class
--
-- What do the raw records look like?
--
-- Quantiles, by nearest rank, of the downloads of single accepted records, for each year of the
-- record range and size class, and for all of them.
WITH years AS (
  SELECT window_name AS year FROM windows WHERE grain IN ('year', 'all')
),
classes(class) AS (
  VALUES ('<1B'), ('1-9B'), ('10-99B'), ('>=100B'), ('unknown'), ('all')
),
labelled AS (
  SELECT [strftime(day, '%Y'), 'all'] AS years, [class, 'all'] AS classes, downloads
  FROM records JOIN models USING (id)
),
sums AS (
  SELECT year, class, count(*) AS records, sum(downloads) AS downloads,
    list(downloads ORDER BY downloads) AS d
  FROM (SELECT unnest(years) AS year, classes, downloads FROM labelled),
    unnest(classes) AS each_class(class)
  GROUP BY year, class
)
SELECT
  year,
  class,
  coalesce(records, 0) AS records,
  coalesce(downloads, 0) AS downloads,
  d[1] AS min,
  nearest_rank(d, 10) AS q01,
  nearest_rank(d, 100) AS q10,
  nearest_rank(d, 250) AS q25,
  nearest_rank(d, 500) AS q50,
  nearest_rank(d, 750) AS q75,
  nearest_rank(d, 900) AS q90,
  nearest_rank(d, 990) AS q99,
  nearest_rank(d, 999) AS q999,
  d[-1] AS max
FROM years CROSS JOIN classes LEFT JOIN sums USING (year, class)
ORDER BY year, class;
