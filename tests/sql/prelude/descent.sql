-- Descent: who stands on whom. Runs after lineage.sql.
--
-- A node is a model of the dump, or a base that the dump lacks. A derivative is a model with a base
-- left in lineage_edges. Its relation is that of baseModels; where that lists no base, that of its
-- last tag base_model:<relation>:...; what is none of the Hub's four is `unknown`.
--
-- Makes: nodes(id, in_dump, is_root, account, country, company), derivatives(model, relation,
-- account, created), direct(model, relation, base), descents(model, relation, ancestor), each pair
-- once, depths(id, depth): the longest chain of bases above a node; direct_of_owners and
-- descents_of_owners(kind, owner, models, finetune, adapter, quantized, merge, unknown, others): the
-- models below all nodes of an account or company together, each once; others: of another owner.
CREATE TABLE nodes AS
WITH ids AS (
  SELECT id, TRUE AS in_dump FROM dump
  UNION ALL
  SELECT DISTINCT base, FALSE FROM base_edges WHERE base NOT IN (SELECT id FROM dump)
)
SELECT
  id,
  in_dump,
  id NOT IN (SELECT model FROM lineage_edges) AS is_root,
  account_of(id) AS account,
  coalesce(country, 'unknown') AS country,
  parent AS company
FROM ids LEFT JOIN accounts ON accounts.account = account_of(id);

CREATE TABLE derivatives AS
WITH stated AS (
  SELECT
    id,
    createdAt::DATE AS created,
    regexp_extract(
      list_last(list_filter(
        tags, lambda tag: regexp_matches(tag, '^base_model:(finetune|adapter|quantized|merge):'))),
      '^base_model:([a-z]+):', 1) AS by_tag,
    baseModels.relation AS by_list,
    coalesce(len(baseModels.models), 0) > 0 AS has_list
  FROM dump
),
related AS (
  SELECT id, created, CASE WHEN has_list THEN by_list ELSE coalesce(by_tag, by_list) END AS stated
  FROM stated
)
SELECT
  id AS model,
  CASE WHEN stated IN ('finetune', 'adapter', 'quantized', 'merge') THEN stated ELSE 'unknown' END
    AS relation,
  account_of(id) AS account,
  created
FROM related SEMI JOIN lineage_edges ON model = id;

CREATE TABLE direct AS
SELECT model, relation, base FROM lineage_edges JOIN derivatives USING (model);

CREATE TABLE descents AS
WITH RECURSIVE ancestry(model, ancestor) AS (
  SELECT model, base FROM lineage_edges
  UNION
  SELECT ancestry.model, base FROM ancestry JOIN lineage_edges AS edge ON edge.model = ancestor
)
SELECT model, relation, ancestor FROM ancestry JOIN derivatives USING (model);

CREATE TABLE depths AS
WITH RECURSIVE chains(id, depth) AS (
  SELECT id, 0 FROM nodes WHERE is_root
  UNION
  SELECT model, depth + 1 FROM chains JOIN lineage_edges ON base = chains.id
)
SELECT id, max(depth) AS depth FROM chains GROUP BY id;

CREATE TABLE owners AS
SELECT id, 'account' AS kind, account AS owner FROM nodes
UNION ALL
SELECT id, 'company', company FROM nodes;

CREATE MACRO counts_of_owners(pairs) AS TABLE
WITH below AS (
  SELECT DISTINCT pair.model, relation, above.kind, above.owner,
    own.owner IS DISTINCT FROM above.owner AS other
  FROM query_table(pairs) AS pair
  JOIN owners AS above ON above.id = pair.above
  JOIN owners AS own ON own.id = pair.model AND own.kind = above.kind
)
SELECT
  kind,
  owner,
  count(*) AS models,
  count(*) FILTER (relation = 'finetune') AS finetune,
  count(*) FILTER (relation = 'adapter') AS adapter,
  count(*) FILTER (relation = 'quantized') AS quantized,
  count(*) FILTER (relation = 'merge') AS merge,
  count(*) FILTER (relation = 'unknown') AS unknown,
  count(*) FILTER (other) AS others
FROM below WHERE owner IS NOT NULL GROUP BY kind, owner;

CREATE VIEW direct_pairs AS SELECT model, relation, base AS above FROM direct;
CREATE VIEW descent_pairs AS SELECT model, relation, ancestor AS above FROM descents;
CREATE TABLE direct_of_owners AS FROM counts_of_owners('direct_pairs');
CREATE TABLE descents_of_owners AS FROM counts_of_owners('descent_pairs');
