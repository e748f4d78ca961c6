-- A run of n equal values d behind `below` smaller ones has the ranks below + 1 to below + n.
WITH facts AS (
  SELECT w, holder,
    sum(n) AS n,
    coalesce(sum(n) FILTER (d > 0), 0) AS nonzero,
    sum(n * d::HUGEINT) AS total,
    sum(n * d::HUGEINT * d) AS squares,
    sum(d::HUGEINT * (n * below::HUGEINT + n * (n + 1::HUGEINT) // 2)) AS weighted,
    sum(d::HUGEINT * greatest(0, least(n, 1 - above))) AS top_1,
    sum(d::HUGEINT * greatest(0, least(n, 10 - above))) AS top_10,
    sum(d::HUGEINT * greatest(0, least(n, 25 - above))) AS top_25,
    sum(d::HUGEINT * greatest(0, least(n, 100 - above))) AS top_100,
    sum(d::HUGEINT * greatest(0, least(n, 200 - above))) AS top_200,
    sum(d::HUGEINT * greatest(0, least(n, 1000 - above))) AS top_1000,
    sum(d::HUGEINT * greatest(0, least(n, (total_n + 9999) // 10000 - above))) AS top_0_01_pct,
    sum(d::HUGEINT * greatest(0, least(n, (total_n + 999) // 1000 - above))) AS top_0_1_pct,
    sum(d::HUGEINT * greatest(0, least(n, (total_n + 99) // 100 - above))) AS top_1_pct,
    sum(d::HUGEINT * greatest(0, least(n, (total_n + 9) // 10 - above))) AS top_10_pct,
    coalesce(sum(n) FILTER (d < 200), 0) AS below_200
  FROM (SELECT *, total_n - below - n AS above FROM values_of_holders)
  GROUP BY w, holder
)
SELECT name AS "window", holder AS "over", grain, basis, complete, records, n, nonzero, total,
  2 * weighted - (n + 1) * total AS gini_num,
  n * total AS gini_den,
  2 * (weighted - (n - nonzero) * total) - (nonzero + 1) * total AS gini_nonzero_num,
  nonzero * total AS gini_nonzero_den,
  squares AS hhi_num, total * total AS hhi_den,
  total * total AS effective_number_num, squares AS effective_number_den,
  top_1 AS top_1_num, total AS top_1_den,
  top_10 AS top_10_num, total AS top_10_den,
  top_25 AS top_25_num, total AS top_25_den,
  top_100 AS top_100_num, total AS top_100_den,
  top_200 AS top_200_num, total AS top_200_den,
  top_1000 AS top_1000_num, total AS top_1000_den,
  top_0_01_pct AS top_0_01_pct_num, total AS top_0_01_pct_den,
  top_0_1_pct AS top_0_1_pct_num, total AS top_0_1_pct_den,
  top_1_pct AS top_1_pct_num, total AS top_1_pct_den,
  top_10_pct AS top_10_pct_num, total AS top_10_pct_den,
  below_200 AS below_200_num, n AS below_200_den
FROM facts JOIN windows USING (w);
