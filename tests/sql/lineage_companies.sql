-- Key: company
--
-- Which companies are built upon?
--
-- As lineage_accounts, of all accounts of a parent company together; accounts without one are left
-- out. others: models whose account is not the company's.
WITH direct_of AS (
  SELECT DISTINCT direct.model, relation, above.company,
    own.company IS DISTINCT FROM above.company AS other
  FROM direct
  JOIN nodes AS above ON above.id = base
  JOIN nodes AS own ON own.id = direct.model
),
descents_of AS (
  SELECT DISTINCT descents.model, relation, above.company,
    own.company IS DISTINCT FROM above.company AS other
  FROM descents
  JOIN nodes AS above ON above.id = ancestor
  JOIN nodes AS own ON own.id = descents.model
),
named AS (
  SELECT
    company,
    count(*) AS models,
    count(*) FILTER (relation = 'finetune') AS finetune,
    count(*) FILTER (relation = 'adapter') AS adapter,
    count(*) FILTER (relation = 'quantized') AS quantized,
    count(*) FILTER (relation = 'merge') AS merge,
    count(*) FILTER (relation = 'unknown') AS unknown,
    count(*) FILTER (other) AS others
  FROM direct_of GROUP BY company
),
below AS (
  SELECT
    company,
    count(*) AS models,
    count(*) FILTER (relation = 'finetune') AS finetune,
    count(*) FILTER (relation = 'adapter') AS adapter,
    count(*) FILTER (relation = 'quantized') AS quantized,
    count(*) FILTER (relation = 'merge') AS merge,
    count(*) FILTER (relation = 'unknown') AS unknown,
    count(*) FILTER (other) AS others
  FROM descents_of WHERE company IS NOT NULL GROUP BY company
  ORDER BY models DESC, company LIMIT 1000
)
SELECT
  company,
  coalesce(named.models, 0) AS direct,
  coalesce(named.finetune, 0) AS direct_finetune,
  coalesce(named.adapter, 0) AS direct_adapter,
  coalesce(named.quantized, 0) AS direct_quantized,
  coalesce(named.merge, 0) AS direct_merge,
  coalesce(named.unknown, 0) AS direct_unknown,
  coalesce(named.others, 0) AS direct_others,
  coalesce(below.models, 0) AS descendants,
  coalesce(below.finetune, 0) AS descendants_finetune,
  coalesce(below.adapter, 0) AS descendants_adapter,
  coalesce(below.quantized, 0) AS descendants_quantized,
  coalesce(below.merge, 0) AS descendants_merge,
  coalesce(below.unknown, 0) AS descendants_unknown,
  below.others AS descendants_others,
  below.models AS share_num,
  (SELECT count(*) FROM derivatives) AS share_den
FROM below LEFT JOIN named USING (company)
ORDER BY company;
