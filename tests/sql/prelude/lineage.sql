-- Lineage: which accounts and countries a model derives from. Runs after models.sql.
--
-- Edges point from a model to its bases. Self-references and edges inside a strongly connected
-- component are dropped. A model without bases left, and a base that the dump lacks, is a root.
-- Derived account (country) = the account's (its country's) single value over all roots of a
-- model, else `several`.
--
-- Makes: base_edges, lineage_edges, derived(id, derived_account, derived_country).

-- Bases as named: baseModels; else typed tags; else bare tags.
CREATE TABLE base_references AS
WITH listed AS (
  SELECT id, unnest(baseModels.models) AS base FROM dump
),
tagged AS (
  SELECT id, substr(tag, len('base_model:') + 1) AS text
  FROM (SELECT id, unnest(tags) AS tag FROM dump ANTI JOIN listed USING (id))
  WHERE starts_with(tag, 'base_model:')
),
tag_bases AS (
  SELECT
    id,
    regexp_matches(text, '^(finetune|adapter|quantized|merge):') AS typed,
    regexp_replace(text, '^(finetune|adapter|quantized|merge):', '') AS base
  FROM tagged
)
SELECT id, base._id AS base_object_id, base.id AS base_id FROM listed
UNION ALL
SELECT id, NULL, base FROM tag_bases WHERE typed
UNION ALL
SELECT id, NULL, base FROM tag_bases
WHERE NOT typed AND id NOT IN (SELECT id FROM tag_bases WHERE typed);

-- A base is found by its `_id` where the dump has that, else by its id.
CREATE TABLE base_edges AS
SELECT DISTINCT ref.id AS model, coalesce(renamed.id, ref.base_id) AS base
FROM base_references AS ref
LEFT JOIN dump AS renamed ON renamed._id = nullif(ref.base_object_id, '')
WHERE coalesce(renamed.id, ref.base_id, '') <> '';

CREATE TABLE lineage_edges AS
WITH RECURSIVE reaches(model, base) AS (
  SELECT model, base FROM base_edges WHERE model <> base
  UNION
  SELECT reaches.model, step.base
  FROM reaches JOIN base_edges AS step ON step.model = reaches.base
)
SELECT model, base
FROM base_edges AS edge
WHERE model <> base
  AND NOT EXISTS (FROM reaches WHERE reaches.model = edge.base AND reaches.base = edge.model);

CREATE TABLE derived AS
WITH RECURSIVE ancestry(id, ancestor) AS (
  SELECT id, id FROM models
  UNION
  SELECT ancestry.id, base
  FROM ancestry JOIN lineage_edges ON model = ancestor
),
roots AS (
  SELECT ancestry.id, coalesce(models.account, account_of(ancestor)) AS account
  FROM (FROM ancestry ANTI JOIN lineage_edges ON model = ancestor) AS ancestry
  LEFT JOIN models ON models.id = ancestor
)
SELECT
  id,
  CASE WHEN count(DISTINCT account) = 1 THEN min(account) ELSE 'several' END AS derived_account,
  CASE WHEN count(DISTINCT coalesce(country, 'unknown')) = 1 THEN min(coalesce(country, 'unknown'))
       ELSE 'several' END AS derived_country
FROM roots LEFT JOIN accounts USING (account)
GROUP BY id;
