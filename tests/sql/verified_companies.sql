-- Key: company
--
-- Which companies of the list are on the Hub?
--
-- The first way that finds an account decides. alias: the built-in table gives the company accounts
-- that are organizations of the list or own a model of the dump, a dataset or a space. website: the
-- label that names the owner of the domain is the handle or the full name of an organization.
-- handle: the company's name is the handle of an organization. Compared are lower-case letters and
-- digits, names without legal forms. verified: one of the accounts is, by the list or by the
-- annotations. models, datasets: what these accounts own; NULL where no such list was given.
WITH owned AS (
  SELECT account_of(id) AS handle, 'model' AS what FROM models WHERE in_dump
  UNION ALL
  SELECT account_of(id), 'dataset' FROM datasets
  UNION ALL
  SELECT account_of(id), 'space' FROM spaces
),
keyed AS (
  SELECT
    handle,
    handle_key(handle) AS handle_key,
    company_key(full_name) AS name_key
  FROM organizations
),
found AS (
  SELECT companies.company, 1 AS way, raw_aliases.handle
  FROM companies
  JOIN raw_aliases ON company_key(raw_aliases.company) = company_key(companies.company)
  WHERE raw_aliases.handle IN (SELECT handle FROM organizations UNION SELECT handle FROM owned)
  UNION
  SELECT company, 2, handle
  FROM companies JOIN keyed
    ON handle_key(website_label(website)) IN (handle_key, name_key)
   AND handle_key(website_label(website)) <> ''
  UNION
  SELECT company, 3, handle
  FROM companies JOIN keyed ON company_key(company) = handle_key AND handle_key <> ''
),
decided AS (
  SELECT company, way, handle FROM found QUALIFY way = min(way) OVER (PARTITION BY company)
),
of_account AS (
  SELECT
    decided.*,
    (SELECT count(*) FROM owned WHERE owned.handle = decided.handle AND what = 'model') AS models,
    (SELECT count(*) FROM owned WHERE owned.handle = decided.handle AND what = 'dataset')
      AS datasets,
    EXISTS (FROM organizations WHERE organizations.handle = decided.handle AND verified)
      OR EXISTS (FROM raw_accounts WHERE raw_accounts.handle = decided.handle
                   AND lower(raw_accounts.verified) IN ('true', 'yes', '1')) AS verified
  FROM decided
),
sums AS (
  SELECT
    company,
    any_value(way) AS way,
    string_agg(handle, ', ' ORDER BY handle) AS accounts,
    bool_or(verified) AS verified,
    sum(models) AS models,
    sum(datasets) AS datasets
  FROM of_account GROUP BY company
)
SELECT
  company,
  rank,
  website,
  way IS NOT NULL AS matched,
  ['alias', 'website', 'handle'][way] AS matched_by,
  accounts,
  coalesce(verified, FALSE) AS verified,
  CASE WHEN has_models THEN coalesce(models, 0) END AS models,
  CASE WHEN has_datasets THEN coalesce(datasets, 0) END AS datasets
FROM companies LEFT JOIN sums USING (company), parameters
ORDER BY company;
