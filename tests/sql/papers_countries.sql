-- Key: country
--
-- Which countries' papers are upvoted?
--
-- Papers by the country that the annotations give the account of their organization; `unknown`:
-- no organization, or none annotated with a country. Known countries are two capital letters.
WITH located AS (
  SELECT papers.*, coalesce(accounts.country, 'unknown') AS country
  FROM papers LEFT JOIN accounts ON accounts.account = papers.organization
),
countries AS (
  SELECT country FROM located
  UNION
  SELECT 'unknown'
),
sums AS (
  SELECT
    country,
    count(DISTINCT organization) AS organizations,
    count(*) AS papers,
    sum(upvotes) AS upvotes
  FROM located GROUP BY country
),
linked AS (
  SELECT country, 'model' AS what, unnest(models) AS linked FROM located
  UNION
  SELECT country, 'dataset', unnest(datasets) FROM located
),
links AS (
  SELECT
    country,
    count(*) FILTER (what = 'model') AS models,
    count(*) FILTER (what = 'dataset') AS datasets
  FROM linked WHERE linked IS NOT NULL GROUP BY country
)
SELECT
  country,
  coalesce(organizations, 0) AS organizations,
  coalesce(papers, 0) AS papers,
  coalesce(upvotes, 0) AS upvotes,
  coalesce(upvotes, 0) AS upvote_share_num,
  coalesce(sum(upvotes) OVER (), 0) AS upvote_share_den,
  CASE WHEN is_known_country(country) THEN coalesce(upvotes, 0) END AS upvote_share_known_num,
  CASE WHEN is_known_country(country)
       THEN sum(upvotes) FILTER (is_known_country(country)) OVER () END AS upvote_share_known_den,
  coalesce(models, 0) AS models,
  coalesce(datasets, 0) AS datasets
FROM countries LEFT JOIN sums USING (country) LEFT JOIN links USING (country)
ORDER BY country;
