-- Key: name
--
-- What is the graph of bases made of?
--
-- references: distinct bases of each model, before any is dropped. steps: for each model with
-- several bases, its bases and those of each of its ancestors.
WITH base_counts AS (
  SELECT model, count(*) AS bases FROM lineage_edges GROUP BY model
),
several AS (
  SELECT model, bases FROM base_counts WHERE bases > 1
),
walked AS (
  SELECT several.model, sum(above.bases) AS bases
  FROM several
  JOIN descents USING (model)
  JOIN base_counts AS above ON above.model = ancestor
  GROUP BY several.model
),
merges AS (
  SELECT model, derived_account = 'several' AS is_of_several
  FROM derivatives JOIN derived ON derived.id = model
  WHERE relation = 'merge'
)
SELECT 'derivatives' AS name, count(*) AS count FROM derivatives
UNION ALL
SELECT 'edges_in_cycles_dropped', count(*)
FROM base_edges ANTI JOIN lineage_edges USING (model, base) WHERE model <> base
UNION ALL
SELECT 'longest_chain', coalesce(max(depth), 0) FROM depths
UNION ALL
SELECT 'merges', count(*) FROM merges
UNION ALL
SELECT 'merges_of_several_accounts', count(*) FROM merges WHERE is_of_several
UNION ALL
SELECT 'missing_bases', count(*) FROM nodes WHERE NOT in_dump
UNION ALL
SELECT 'missing_references', count(*) FROM base_edges WHERE base NOT IN (SELECT id FROM dump)
UNION ALL
SELECT 'models', count(*) FROM dump
UNION ALL
SELECT 'models_with_references', count(DISTINCT model) FROM base_edges
UNION ALL
SELECT 'models_with_several_bases', count(*) FROM several
UNION ALL
SELECT 'references', count(*) FROM base_edges
UNION ALL
SELECT 'self_references_dropped', count(*) FROM base_edges WHERE model = base
UNION ALL
SELECT 'steps', coalesce((SELECT sum(bases) FROM several), 0)
  + coalesce((SELECT sum(bases) FROM walked), 0)
UNION ALL
SELECT 'steps_allowed', 2000000000
ORDER BY name;
