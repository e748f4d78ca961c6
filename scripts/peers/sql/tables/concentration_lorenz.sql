WITH totals AS (
  SELECT w, holder, sum(n) AS n, sum(n * d::HUGEINT) AS total FROM values_of_holders GROUP BY ALL
),
points AS (
  SELECT *, ((point * n + 99) // 100)::BIGINT AS wanted
  FROM totals CROSS JOIN range(101) AS p(point)
)
SELECT name AS "window", points.holder AS "over", point, grain, basis, complete,
  coalesce(downloads_below + (wanted - below) * d::HUGEINT, 0) AS share_num, total AS share_den
FROM points
ASOF LEFT JOIN values_of_holders AS runs
  ON runs.w = points.w AND runs.holder = points.holder AND points.wanted > runs.below
JOIN windows ON windows.w = points.w;
