-- Claims about what lies beside the models: datasets, papers and companies.
WITH robotics AS (
  SELECT claim, article, year, datasets, rank, EXISTS (
    FROM twin.dataset_tasks AS tasks WHERE tasks.year = claims.year) AS has_year,
    rank IS NULL AND (SELECT count(tasks.rank) FROM twin.dataset_tasks AS tasks
                      WHERE tasks.year = claims.year) >= 1000 AS cut
  FROM (VALUES ('robotics_datasets_2024', '1145', '2024'),
               ('robotics_datasets_2025', '26991', '2025'),
               ('robotics_rank_2024', '44', '2024'),
               ('robotics_rank_2025', '1', '2025'))
    AS claims(claim, article, year)
  LEFT JOIN (FROM twin.dataset_tasks WHERE task = 'robotics') USING (year)
),
upvotes AS (
  SELECT
    coalesce(sum(upvotes) FILTER (country IN ('US', 'CN')), 0) AS of_both,
    coalesce(sum(upvotes), 0) AS known
  FROM twin.papers_countries WHERE is_known_country(country)
),
verified AS (
  SELECT share_num, share_den FROM twin.verified_companies_summary WHERE status = 'verified'
),
found(claim, "table", "window", article, value_text, value_num, value_den, missing) AS (
  SELECT claim, 'dataset_tasks', year, article, NULL,
    CASE WHEN claim LIKE '%rank%' THEN rank ELSE coalesce(datasets, 0) END, 1,
    CASE WHEN NOT has_datasets THEN '--datasets'
         WHEN cut THEN 'robotics among the 1,000 tasks listed of ' || year
         WHEN claim LIKE '%rank%' AND rank IS NULL THEN 'robotics datasets of ' || year
         WHEN NOT has_year THEN 'datasets of ' || year END
  FROM robotics, here
  UNION ALL
  SELECT 'papers_upvotes_us_cn', 'papers', NULL, 'more than 0.5', NULL, of_both, known,
    CASE WHEN NOT has_accounts THEN '--accounts'
         WHEN NOT has_papers THEN '--papers'
         WHEN known = 0 THEN 'upvotes of organizations of known country' END
  FROM upvotes, here
  UNION ALL
  SELECT 'verified_companies_share', 'verified_companies', NULL, '0.3', NULL, share_num, share_den,
    CASE WHEN NOT has_organizations THEN '--organizations'
         WHEN NOT has_companies THEN '--companies'
         WHEN share_den = 0 THEN 'a company' END
  FROM verified, here
)
FROM found;
