-- Who develops: accounts and parent companies by window. Runs after windows.sql
-- and lists.sql.
--
-- Makes: account_sums(window_name, account, models, downloads), listed_accounts(account: the 500
-- with most downloads, above none, of W, and the 500 with most models), named_companies(company: the
-- parents of annotations), wide_windows(those that are no month, week or day),
-- year_before(window_name, before: the same year or month a year before, where both are complete).

CREATE TABLE account_sums AS
SELECT window_name, account, count(*) AS models, sum(downloads) AS downloads
FROM window_values JOIN models USING (id)
GROUP BY window_name, account;

CREATE TABLE listed_accounts AS
WITH by_downloads AS (
  SELECT account FROM account_sums, here
  WHERE window_name = w AND downloads > 0 AND account <> '(others)'
  ORDER BY downloads DESC, account LIMIT 500
),
by_models AS (
  SELECT account FROM models WHERE account <> '(others)' GROUP BY account ORDER BY count(*) DESC, account LIMIT 500
)
FROM by_downloads UNION FROM by_models;

-- The one name of a parent company that annotations call by several.
CREATE MACRO company_of(parent) AS CASE parent WHEN 'Google' THEN 'Alphabet' ELSE parent END;

CREATE TABLE named_companies AS
SELECT DISTINCT company_of(parent) AS company FROM raw_accounts WHERE parent <> '';

-- The first of the companies that no annotation names, as what a claim needs.
CREATE MACRO unnamed_company(companies) AS (
  SELECT 'an account of the parent company ' || min(company)
  FROM (SELECT unnest(companies) AS company) ANTI JOIN named_companies USING (company));

CREATE TABLE wide_windows AS FROM windows WHERE grain NOT IN ('month', 'week', 'day');

CREATE TABLE year_before AS
SELECT late.window_name, early.window_name AS before
FROM windows AS late
JOIN windows AS early
  ON early.grain = late.grain AND early.first_day = late.first_day - INTERVAL 1 YEAR
WHERE late.grain IN ('year', 'month') AND late.complete AND early.complete;
