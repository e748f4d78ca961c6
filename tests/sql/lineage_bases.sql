-- Key: year, account
--
-- Whose models do new derivatives build upon?
--
-- By year of creation and account of a direct base, each derivative once for an account; the 100
-- accounts of a year with the most, ties by name; (others): derivatives that build upon none of
-- these, each once. derivatives_others: of them models of another account. share: of all
-- derivatives of the year.
WITH built AS (
  SELECT DISTINCT
    coalesce(strftime(created, '%Y'), 'unknown') AS year,
    model,
    derivatives.account AS own,
    nodes.account,
    country
  FROM derivatives JOIN direct USING (model) JOIN nodes ON nodes.id = base
),
totals AS (
  SELECT year, count(DISTINCT model) AS derivatives FROM built GROUP BY year
),
listed AS (
  SELECT
    year,
    account,
    country,
    count(*) AS derivatives,
    count(*) FILTER (own <> account) AS derivatives_others
  FROM built
  GROUP BY year, account, country
  QUALIFY row_number() OVER (PARTITION BY year ORDER BY count(*) DESC, account) <= 100
),
on_listed AS (
  SELECT DISTINCT built.year, model FROM built JOIN listed USING (year, account)
),
rest AS (
  SELECT totals.year, totals.derivatives - count(model) AS derivatives
  FROM totals LEFT JOIN on_listed USING (year)
  GROUP BY totals.year, totals.derivatives
)
SELECT
  year,
  rows.account,
  rows.country,
  rows.derivatives,
  rows.derivatives_others,
  rows.derivatives AS share_num,
  totals.derivatives AS share_den
FROM (
  FROM listed
  UNION ALL
  SELECT year, '(others)', NULL, derivatives, NULL FROM rest
) AS rows
JOIN totals USING (year)
ORDER BY year, account;
