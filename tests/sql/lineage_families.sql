-- Key: family
--
-- Which families of models are built upon?
--
-- A family is known by its texts, in either case; that of a word only where no letter or digit
-- stands before it. roots: nodes without a base whose name has a text. descendants: models that
-- stand on a root. named_only: models that are neither a root nor a descendant and whose name has
-- it; tagged_only: other models with it in a tag. by_name_or_tag: all with it in name or tag.
WITH families(family, text, is_word) AS (
  VALUES
    ('bert', 'bert', FALSE),
    ('bloom', 'bloom', TRUE),
    ('clip', 'clip', TRUE),
    ('deepseek', 'deepseek', FALSE),
    ('falcon', 'falcon', TRUE),
    ('flux', 'flux', TRUE),
    ('gemma', 'gemma', FALSE),
    ('glm', 'glm', FALSE),
    ('gpt-oss', 'gpt-oss', FALSE),
    ('gpt2', 'gpt2 | gpt-2', FALSE),
    ('granite', 'granite', TRUE),
    ('llama', 'llama', FALSE),
    ('mistral', 'mistral', FALSE),
    ('mixtral', 'mixtral', FALSE),
    ('olmo', 'olmo', TRUE),
    ('phi', 'phi', TRUE),
    ('pythia', 'pythia', FALSE),
    ('qwen', 'qwen', FALSE),
    ('roberta', 'roberta', FALSE),
    ('sdxl', 'sdxl | stable-diffusion-xl', FALSE),
    ('smollm', 'smollm', FALSE),
    ('stable-diffusion', 'stable-diffusion', FALSE),
    ('t5', 't5', TRUE),
    ('vit', 'vit', TRUE),
    ('wav2vec2', 'wav2vec2', FALSE),
    ('whisper', 'whisper', FALSE),
    ('yolo', 'yolo', TRUE)
),
patterns AS (
  SELECT
    family,
    CASE WHEN is_word THEN '(^|[^a-z0-9])' ELSE '' END || '(' || replace(text, ' | ', '|') || ')'
      AS pattern
  FROM families
),
texts AS (  -- in lower case, of ASCII letters alone
  SELECT
    nodes.id,
    is_root,
    in_dump,
    translate(name_of(nodes.id), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
              'abcdefghijklmnopqrstuvwxyz') AS name,
    translate(array_to_string(dump.tags, chr(10)), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
              'abcdefghijklmnopqrstuvwxyz') AS tags
  FROM nodes LEFT JOIN dump USING (id)
),
marks AS (
  SELECT
    family,
    id,
    is_root,
    in_dump,
    regexp_matches(name, pattern) AS is_named,
    coalesce(regexp_matches(tags, pattern), FALSE) AS is_tagged
  FROM texts CROSS JOIN patterns
),
roots AS (
  SELECT family, id, in_dump FROM marks WHERE is_root AND is_named
),
named AS (
  SELECT
    family,
    count(*) AS models,
    count(*) FILTER (relation = 'finetune') AS finetune,
    count(*) FILTER (relation = 'adapter') AS adapter,
    count(*) FILTER (relation = 'quantized') AS quantized,
    count(*) FILTER (relation = 'merge') AS merge,
    count(*) FILTER (relation = 'unknown') AS unknown
  FROM (SELECT DISTINCT family, model, relation FROM direct JOIN roots ON base = roots.id)
  GROUP BY family
),
descendants AS (
  SELECT DISTINCT family, model, relation FROM descents JOIN roots ON ancestor = roots.id
),
below AS (
  SELECT
    family,
    count(*) AS models,
    count(*) FILTER (relation = 'finetune') AS finetune,
    count(*) FILTER (relation = 'adapter') AS adapter,
    count(*) FILTER (relation = 'quantized') AS quantized,
    count(*) FILTER (relation = 'merge') AS merge,
    count(*) FILTER (relation = 'unknown') AS unknown
  FROM descendants GROUP BY family
),
root_counts AS (
  SELECT family, count(*) AS roots, count(*) FILTER (in_dump) AS roots_in_dump
  FROM roots GROUP BY family
),
others AS (
  SELECT
    marks.family,
    count(*) FILTER (is_named AND NOT is_root AND model IS NULL) AS named_only,
    count(*) FILTER (is_tagged AND NOT is_named AND model IS NULL) AS tagged_only,
    count(*) FILTER (is_named OR is_tagged) AS by_name_or_tag
  FROM marks
  LEFT JOIN descendants ON descendants.family = marks.family AND model = id
  WHERE in_dump
  GROUP BY marks.family
)
SELECT
  families.family,
  text,
  is_word,
  coalesce(roots, 0) AS roots,
  coalesce(roots_in_dump, 0) AS roots_in_dump,
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
  coalesce(below.unknown, 0) AS descendants_unknown,
  coalesce(below.models, 0) AS share_num,
  (SELECT count(*) FROM derivatives) AS share_den,
  coalesce(named_only, 0) AS named_only,
  coalesce(tagged_only, 0) AS tagged_only,
  coalesce(by_name_or_tag, 0) AS by_name_or_tag,
  coalesce(roots_in_dump, 0) + coalesce(below.models, 0) + coalesce(named_only, 0)
    + coalesce(tagged_only, 0) AS total
FROM families
LEFT JOIN root_counts USING (family)
LEFT JOIN named USING (family)
LEFT JOIN below USING (family)
LEFT JOIN others USING (family)
ORDER BY families.family;
