-- Key: organization
--
-- Whose papers are upvoted?
--
-- Papers of the list by their organization, with what the annotations say of the account of that
-- name. A paper without a count of upvotes has none. upvote_share: by the upvotes of all papers.
-- models, datasets: distinct ones that the papers link. rank: by upvotes, ties by name; those
-- behind the first 1,000 are one row, (others). Papers without an organization are the row
-- `unknown`.
WITH ranked AS (
  SELECT
    organization,
    row_number() OVER (ORDER BY sum(upvotes) DESC, organization) AS place
  FROM papers WHERE organization IS NOT NULL GROUP BY organization
),
labelled AS (
  SELECT
    papers.* EXCLUDE (organization),
    CASE
      WHEN papers.organization IS NULL THEN 'unknown'
      WHEN place > 1000 THEN '(others)'
      ELSE papers.organization
    END AS label
  FROM papers LEFT JOIN ranked USING (organization)
),
labels AS (
  SELECT label FROM labelled
  UNION
  SELECT 'unknown'
),
sums AS (
  SELECT label, count(*) AS papers, sum(upvotes) AS upvotes FROM labelled GROUP BY label
),
linked_models AS (
  SELECT label, count(DISTINCT linked) AS models
  FROM (SELECT label, unnest(models) AS linked FROM labelled) GROUP BY label
),
linked_datasets AS (
  SELECT label, count(DISTINCT linked) AS datasets
  FROM (SELECT label, unnest(datasets) AS linked FROM labelled) GROUP BY label
)
SELECT
  label AS organization,
  CASE WHEN label <> '(others)' THEN coalesce(accounts.kind, 'unknown') END AS kind,
  CASE WHEN label <> '(others)' THEN coalesce(accounts.country, 'unknown') END AS country,
  place AS rank,
  coalesce(papers, 0) AS papers,
  coalesce(upvotes, 0) AS upvotes,
  coalesce(upvotes, 0) AS upvote_share_num,
  coalesce(sum(upvotes) OVER (), 0) AS upvote_share_den,
  coalesce(models, 0) AS models,
  coalesce(datasets, 0) AS datasets
FROM labels
LEFT JOIN sums USING (label)
LEFT JOIN linked_models USING (label)
LEFT JOIN linked_datasets USING (label)
LEFT JOIN ranked ON ranked.organization = label AND place <= 1000
LEFT JOIN accounts ON accounts.account = label AND label <> 'unknown'
ORDER BY organization;
