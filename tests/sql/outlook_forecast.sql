-- Key: dimension, month
--
-- How may the effective numbers go on?
--
-- Least squares of ln(effective number) on the month, over those of the last 24 complete months
-- that have downloads, at least 12; six months on: y +- t(0.975, n-2) * s * sqrt(1 + 1/n + (x -
-- mean)^2 / Sxx), exponentiated, with the quantiles of Student's t as tables print them. factor:
-- the exponentiated slope. 6 significant digits.
WITH student(df, t) AS (
  VALUES (10, 2.228138851964939), (11, 2.200985160082949), (12, 2.178812829663418),
         (13, 2.160368656461013), (14, 2.144786687916928), (15, 2.131449545559323),
         (16, 2.119905299221011), (17, 2.109815577833181), (18, 2.100922040240960),
         (19, 2.093024054408263), (20, 2.085963447265837), (21, 2.079613844727662),
         (22, 2.073873067904015)
),
complete_months AS (
  SELECT
    dimension,
    (left("window", 4)::INTEGER * 12 + right("window", 2)::INTEGER - 1)::INTEGER AS x,
    ln(effective_number_num::DOUBLE / nullif(effective_number_den, 0)::DOUBLE) AS y
  FROM twin.outlook WHERE complete
),
lasts AS (
  SELECT max(x) AS last_x FROM complete_months
),
points AS (
  SELECT dimension, x - last_x AS x, y
  FROM complete_months, lasts WHERE x > last_x - 24 AND y IS NOT NULL
),
fits AS (
  SELECT
    dimension,
    count(*) AS n,
    min(x) AS first_x,
    avg(x) AS mean_x,
    regr_sxx(y, x) AS sxx,
    regr_slope(y, x) AS slope,
    avg(y) AS mean_y
  FROM points GROUP BY dimension HAVING count(*) >= 12
),
errors AS (
  SELECT
    dimension,
    sqrt(sum((y - mean_y - slope * (x - mean_x)) ^ 2) / (any_value(n) - 2)) AS s
  FROM points JOIN fits USING (dimension) GROUP BY dimension
),
predictions AS (
  SELECT
    *,
    mean_y + slope * (ahead - mean_x) AS estimate,
    t * s * sqrt(1 + 1 / n + (ahead - mean_x) ^ 2 / sxx) AS reach
  FROM fits
  JOIN errors USING (dimension)
  JOIN student ON df = n - 2
  CROSS JOIN lasts
  CROSS JOIN (SELECT unnest(generate_series(1, 6)) AS ahead)
)
SELECT
  dimension,
  month_name(last_x + ahead) AS month,
  'extrapolation' AS label,
  month_name(last_x + first_x) AS first_month,
  month_name(last_x) AS last_month,
  n AS months,
  six_digits(exp(slope)) AS factor,
  six_digits(exp(estimate)) AS estimate,
  six_digits(exp(estimate - reach)) AS lower,
  six_digits(exp(estimate + reach)) AS upper
FROM predictions
ORDER BY dimension, month;
