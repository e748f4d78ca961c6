-- Key: grain, period, relation
--
-- How many new models are derivatives?
--
-- Models of the dump by their day of creation, whatever as_of; months and years with a model.
-- derivatives: those with a base, by relation and all; share: over the models created. unknown:
-- without a day of creation.
WITH created_models AS (
  SELECT dump.id, createdAt::DATE AS day, relation
  FROM dump LEFT JOIN derivatives ON model = dump.id
),
placed AS (
  SELECT grain, period_name(grain, day) AS period, relation
  FROM created_models CROSS JOIN (VALUES ('month'), ('year')) AS grains(grain)
  WHERE day IS NOT NULL
  UNION ALL
  SELECT 'unknown', 'unknown', relation FROM created_models WHERE day IS NULL
),
periods AS (
  SELECT DISTINCT grain, period FROM placed
  UNION
  SELECT 'unknown', 'unknown'
)
SELECT
  periods.grain,
  periods.period,
  relations.relation,
  count(*) FILTER (placed.relation = relations.relation
                   OR placed.relation IS NOT NULL AND relations.relation = 'all') AS derivatives,
  count(placed.period) AS models,
  derivatives AS share_num,
  models AS share_den
FROM periods
CROSS JOIN (VALUES ('all'), ('finetune'), ('adapter'), ('quantized'), ('merge'), ('unknown'))
  AS relations(relation)
LEFT JOIN placed ON placed.grain = periods.grain AND placed.period = periods.period
GROUP BY ALL
ORDER BY ALL;
