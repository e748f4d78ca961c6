-- The country that a model derives from: that of all its roots, or `several`.
--
-- Self-references and edges inside a cycle are dropped; models without bases left are roots, and so
-- are bases that the dump lacks, which get numbers below 0. Bases are those of baseModels; where
-- there are none, of tags that name a relation; else of the other tags.
-- Makes: derived(m, country), of models that have bases alone.
CREATE TABLE referred AS
WITH listed AS (
  SELECT m, unnest(bases) AS base FROM dump WHERE len(bases) > 0
),
tagged AS (
  SELECT m, unnest(tagged_bases) AS base FROM dump WHERE len(tagged_bases) > 0
),
tags AS (
  SELECT m, base, regexp_matches(base, '^(finetune|adapter|quantized|merge):') AS typed FROM tagged
)
SELECT m, base._id AS object, base.id AS base FROM listed
UNION ALL
SELECT m, NULL, CASE WHEN typed THEN regexp_replace(base, '^[a-z]+:', '') ELSE base END FROM tags
QUALIFY typed OR NOT bool_or(typed) OVER (PARTITION BY m);

CREATE TABLE strangers AS
SELECT base, -(row_number() OVER ())::INTEGER AS m
FROM (SELECT DISTINCT base FROM referred ANTI JOIN dump ON dump._id = object) AS others
ANTI JOIN dump ON dump.id = base;

CREATE TABLE edges AS
WITH found AS (
  SELECT referred.m AS model, dump.m AS by_object, base
  FROM referred LEFT JOIN dump ON dump._id = object
),
all_edges AS (
  SELECT model, by_object AS base FROM found WHERE by_object IS NOT NULL
  UNION ALL
  SELECT model, coalesce(dump.m, strangers.m)
  FROM (FROM found WHERE by_object IS NULL) AS by_name
  LEFT JOIN dump ON dump.id = base LEFT JOIN strangers USING (base)
)
SELECT DISTINCT model, base FROM all_edges WHERE model <> base;

CREATE TABLE reaches AS
WITH RECURSIVE steps(model, base) AS (
  FROM edges
  UNION
  SELECT steps.model, edges.base FROM steps JOIN edges ON edges.model = steps.base
)
FROM steps;

CREATE TABLE cyclic AS
SELECT edges.* FROM edges JOIN reaches ON reaches.model = edges.base AND reaches.base = edges.model;

CREATE TABLE acyclic AS FROM edges ANTI JOIN cyclic USING (model, base);

CREATE TABLE derived AS
WITH RECURSIVE affected AS (  -- models that reach a cycle: without it they have other ways
  SELECT model FROM cyclic
  UNION
  SELECT model FROM reaches WHERE base IN (SELECT model FROM cyclic)
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
places AS (
  SELECT m, country FROM facts JOIN owners USING (a)
  UNION ALL
  SELECT m, coalesce(country, 'unknown')
  FROM strangers LEFT JOIN accounts ON account =
    CASE WHEN contains(base, '/') THEN split_part(base, '/', 1) ELSE '(canonical)' END
)
SELECT model AS m,
  CASE WHEN min(country) = max(country) THEN min(country) ELSE 'several' END AS country
FROM (FROM ancestry ANTI JOIN (SELECT model AS base FROM acyclic) AS inner_nodes USING (base))
JOIN places ON places.m = base
GROUP BY model;
