-- Key: window, over
--
-- How unequal are downloads, over models and over accounts?
--
-- d are the downloads of the window's n models (or of the accounts that hold them), zeros too.
-- gini: (2 * sum(i * d_i) - (n + 1) * total) / (n * total), d ascending, i from 1; gini_nonzero:
-- the same over d > 0 alone. hhi: the sum of squared shares; effective_number: its inverse. top_k:
-- the k largest d by total; top p %: the first ceil(p * n). below_200: the part of n with d < 200.
WITH holders AS (
  SELECT window_name, 'models' AS holder_type, downloads FROM window_values
  UNION ALL
  SELECT window_name, 'accounts', sum(downloads)
  FROM window_values JOIN models USING (id)
  GROUP BY window_name, account
),
ranked AS (
  SELECT
    window_name,
    holder_type,
    downloads AS d,
    count(*) OVER own AS n,
    count(*) FILTER (downloads = 0) OVER own AS zeros,
    row_number() OVER (own ORDER BY downloads) AS i,
    row_number() OVER (own ORDER BY downloads DESC) AS rank
  FROM holders
  WINDOW own AS (PARTITION BY window_name, holder_type)
),
sums AS (
  SELECT
    window_name,
    holder_type,
    count(*) AS n,
    count(*) FILTER (d > 0) AS nonzero,
    sum(d) AS total,
    sum(d * d) AS squares,
    sum(i * d) AS weighted,
    sum((i - zeros) * d) AS weighted_nonzero,
    sum(d) FILTER (rank <= 1) AS top_1,
    sum(d) FILTER (rank <= 10) AS top_10,
    sum(d) FILTER (rank <= 25) AS top_25,
    sum(d) FILTER (rank <= 100) AS top_100,
    sum(d) FILTER (rank <= 200) AS top_200,
    sum(d) FILTER (rank <= 1000) AS top_1000,
    sum(d) FILTER (rank <= (n + 9999) // 10000) AS top_0_01_pct,
    sum(d) FILTER (rank <= (n + 999) // 1000) AS top_0_1_pct,
    sum(d) FILTER (rank <= (n + 99) // 100) AS top_1_pct,
    sum(d) FILTER (rank <= (n + 9) // 10) AS top_10_pct,
    count(*) FILTER (d < 200) AS below_200
  FROM ranked
  GROUP BY window_name, holder_type
)
SELECT
  windows.window_name AS "window",
  holder_types.holder_type AS "over",
  grain,
  basis,
  complete,
  records,
  coalesce(n, 0) AS n,
  coalesce(nonzero, 0) AS nonzero,
  coalesce(total, 0) AS total,
  coalesce(2 * weighted - (n + 1) * total, 0) AS gini_num,
  coalesce(n * total, 0) AS gini_den,
  coalesce(2 * weighted_nonzero - (nonzero + 1) * total, 0) AS gini_nonzero_num,
  coalesce(nonzero * total, 0) AS gini_nonzero_den,
  coalesce(squares, 0) AS hhi_num,
  coalesce(total * total, 0) AS hhi_den,
  coalesce(total * total, 0) AS effective_number_num,
  coalesce(squares, 0) AS effective_number_den,
  coalesce(top_1, 0) AS top_1_num,
  coalesce(total, 0) AS top_1_den,
  coalesce(top_10, 0) AS top_10_num,
  coalesce(total, 0) AS top_10_den,
  coalesce(top_25, 0) AS top_25_num,
  coalesce(total, 0) AS top_25_den,
  coalesce(top_100, 0) AS top_100_num,
  coalesce(total, 0) AS top_100_den,
  coalesce(top_200, 0) AS top_200_num,
  coalesce(total, 0) AS top_200_den,
  coalesce(top_1000, 0) AS top_1000_num,
  coalesce(total, 0) AS top_1000_den,
  coalesce(top_0_01_pct, 0) AS top_0_01_pct_num,
  coalesce(total, 0) AS top_0_01_pct_den,
  coalesce(top_0_1_pct, 0) AS top_0_1_pct_num,
  coalesce(total, 0) AS top_0_1_pct_den,
  coalesce(top_1_pct, 0) AS top_1_pct_num,
  coalesce(total, 0) AS top_1_pct_den,
  coalesce(top_10_pct, 0) AS top_10_pct_num,
  coalesce(total, 0) AS top_10_pct_den,
  coalesce(below_200, 0) AS below_200_num,
  coalesce(n, 0) AS below_200_den
FROM windows
CROSS JOIN (VALUES ('models'), ('accounts')) AS holder_types(holder_type)
LEFT JOIN sums
  ON sums.window_name = windows.window_name AND sums.holder_type = holder_types.holder_type
ORDER BY "window", "over";
