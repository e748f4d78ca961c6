-- Key: date, rank
--
-- Which models are most liked? The 100 with most likes, above none, of each dump of the series;
-- without a series, of the models dump on the day of the census, where anything tells it. Ties: the first by byte.
WITH of_dump AS (
  SELECT
    dump.id AS name, likes, models.kind, models.country,
    row_number() OVER (ORDER BY likes DESC, dump.id) AS rank
  FROM dump JOIN models USING (id) WHERE likes > 0
)
SELECT strftime(day, '%Y-%m-%d') AS date, rank, name AS model, kind, country, likes, rank_before
FROM ranked_likes
UNION ALL
SELECT coalesce(strftime(census.as_of, '%Y-%m-%d'), 'unknown'), rank, name, kind, country, likes, NULL
FROM of_dump, census, here WHERE rank <= 100 AND NOT has_dumps
ORDER BY date, rank;
