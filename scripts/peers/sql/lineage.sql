-- The country that a model derives from: that of all its roots, or `several`.
--
-- Self-references and edges inside a cycle are dropped; models without bases left are roots, and so
-- are bases that the dump lacks. Makes: derived(m, country), of models that have bases alone.
CREATE TABLE edges AS
WITH referred AS (
  SELECT id AS model, unnest(bases) AS base FROM dump WHERE len(bases) > 0
),
tags AS (  -- of tags, those that name a relation go first
  SELECT model, base, base._id IS NULL
      AND regexp_matches(base.id, '^(finetune|adapter|quantized|merge):') AS typed
  FROM referred
),
chosen AS (
  SELECT model, base._id AS object, regexp_replace(
      base.id, CASE WHEN typed THEN '^[a-z]+:' ELSE '^$' END, '') AS base
  FROM tags
  QUALIFY base._id IS NOT NULL OR typed OR NOT bool_or(typed) OVER (PARTITION BY model)
)
SELECT DISTINCT model, coalesce(dump.id, base) AS base
FROM chosen LEFT JOIN dump ON dump._id = chosen.object
WHERE model <> coalesce(dump.id, base);

CREATE TABLE reaches AS
WITH RECURSIVE steps(model, base) AS (
  FROM edges
  UNION
  SELECT steps.model, edges.base FROM steps JOIN edges ON edges.model = steps.base
)
FROM steps;

CREATE TABLE acyclic AS
FROM edges ANTI JOIN (SELECT base AS model, model AS base FROM reaches) AS back USING (model, base);

CREATE TABLE derived AS
WITH RECURSIVE affected AS (  -- models that reach a cycle: their ways are other ones without it
  SELECT DISTINCT model FROM reaches
  JOIN (FROM edges EXCEPT FROM acyclic) AS cyclic(cycle, other) ON cycle IN (model, base)
),
again(model, base) AS (
  SELECT model, model FROM affected
  UNION
  SELECT again.model, acyclic.base FROM again JOIN acyclic ON acyclic.model = again.base
),
ancestry AS (
  FROM reaches ANTI JOIN affected USING (model)
  UNION ALL
  FROM again
),
roots AS (
  SELECT model, coalesce(country, 'unknown') AS country
  FROM (FROM ancestry ANTI JOIN (SELECT model AS base FROM acyclic) AS inner_nodes USING (base))
  LEFT JOIN accounts ON account =
    CASE WHEN contains(base, '/') THEN split_part(base, '/', 1) ELSE '(canonical)' END
)
SELECT m, CASE WHEN min(country) = max(country) THEN min(country) ELSE 'several' END AS country
FROM roots JOIN dump ON id = model GROUP BY m;
