-- Key: younger_than_days, measure, rank
--
-- Who trends most often? Places in the lists of 100 over all dumps, by parent company, else
-- account; individuals together. The first 100; ties: the first by byte.
WITH counted AS (
  SELECT younger_than_days, measure, entity, count(*) AS places
  FROM ranked_series GROUP BY ALL
),
ranked AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY younger_than_days, measure ORDER BY places DESC, entity) AS rank,
    sum(places) OVER (PARTITION BY younger_than_days, measure) AS total
  FROM counted
)
SELECT younger_than_days, measure, rank, entity, places, places AS share_num, total AS share_den
FROM ranked WHERE rank <= 100
ORDER BY younger_than_days, measure, rank;
