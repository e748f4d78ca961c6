-- Key: model
--
-- Which models are built upon?
--
-- The 1,000 nodes with the most descendants, ties by id; a node without one is not listed. direct:
-- models that name it as a base; descendants: models with a chain of bases to it, each once. Both
-- by the relation of the descendant.
WITH named AS (
  SELECT
    base AS id,
    count(*) AS models,
    count(*) FILTER (relation = 'finetune') AS finetune,
    count(*) FILTER (relation = 'adapter') AS adapter,
    count(*) FILTER (relation = 'quantized') AS quantized,
    count(*) FILTER (relation = 'merge') AS merge,
    count(*) FILTER (relation = 'unknown') AS unknown
  FROM direct GROUP BY base
),
below AS (
  SELECT
    ancestor AS id,
    count(*) AS models,
    count(*) FILTER (relation = 'finetune') AS finetune,
    count(*) FILTER (relation = 'adapter') AS adapter,
    count(*) FILTER (relation = 'quantized') AS quantized,
    count(*) FILTER (relation = 'merge') AS merge,
    count(*) FILTER (relation = 'unknown') AS unknown
  FROM descents GROUP BY ancestor
  ORDER BY models DESC, id LIMIT 1000
)
SELECT
  nodes.id AS model,
  account,
  country,
  is_root,
  in_dump,
  coalesce(named.models, 0) AS direct,
  coalesce(named.finetune, 0) AS direct_finetune,
  coalesce(named.adapter, 0) AS direct_adapter,
  coalesce(named.quantized, 0) AS direct_quantized,
  coalesce(named.merge, 0) AS direct_merge,
  coalesce(named.unknown, 0) AS direct_unknown,
  coalesce(below.models, 0) AS descendants,
  coalesce(below.finetune, 0) AS descendants_finetune,
  coalesce(below.adapter, 0) AS descendants_adapter,
  coalesce(below.quantized, 0) AS descendants_quantized,
  coalesce(below.merge, 0) AS descendants_merge,
  coalesce(below.unknown, 0) AS descendants_unknown
FROM below JOIN nodes USING (id) LEFT JOIN named USING (id)
ORDER BY model;
