-- What models are for, made with, licensed as and speak. Runs after windows.sql.
--
-- licence: the first tag `license:*` with something behind it. languages: tags `language:*` and the
-- texts of cardData.language, in lower case; where there are none, bare two-letter tags of ISO
-- 639-1, but ml and cv. modality: by the Hub's groups of pipeline tags; any other task is `other`.
-- What is missing is `unknown`, and so is the name `unknown` itself.
--
-- Makes: memberships(dimension, value, id: of each model its values in each dimension; several
-- languages are several rows), listed(dimension, value, place: among the values but `unknown`, by
-- downloads in the window w, then by name), and the macros shown(value, place, most), month_name
-- and six_digits.

CREATE TABLE modalities AS
SELECT modality, unnest(string_split(tasks, ' ')) AS task
FROM (VALUES
  ('multimodal', 'audio-text-to-text image-text-to-text image-text-to-image image-text-to-video'
    || ' visual-question-answering document-question-answering video-text-to-text'
    || ' visual-document-retrieval any-to-any'),
  ('vision', 'depth-estimation image-classification object-detection image-segmentation'
    || ' text-to-image image-to-text image-to-image image-to-video unconditional-image-generation'
    || ' video-classification text-to-video zero-shot-image-classification mask-generation'
    || ' zero-shot-object-detection text-to-3d image-to-3d image-feature-extraction'
    || ' keypoint-detection video-to-video'),
  ('text', 'text-classification token-classification table-question-answering question-answering'
    || ' zero-shot-classification translation summarization feature-extraction text-generation'
    || ' fill-mask sentence-similarity text-ranking text2text-generation conversational'
    || ' multiple-choice table-to-text text-retrieval'),
  ('audio', 'text-to-speech text-to-audio automatic-speech-recognition audio-to-audio'
    || ' audio-classification voice-activity-detection'),
  ('tabular', 'tabular-classification tabular-regression tabular-to-text time-series-forecasting'),
  ('reinforcement learning', 'reinforcement-learning robotics'),
  ('unknown', 'unknown')
) AS grouped(modality, tasks);

CREATE TABLE iso_639_1 AS
SELECT unnest(string_split(
  'aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da'
  || ' de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy'
  || ' hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg'
  || ' li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or'
  || ' os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta'
  || ' te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu', ' '))
  AS code;

CREATE TABLE memberships AS
WITH tagged AS (
  SELECT id, unnest(tags) AS tag, generate_subscripts(tags, 1) AS place FROM dump
),
licences AS (
  SELECT id, arg_min(substr(tag, len('license:') + 1), place) AS licence
  FROM tagged WHERE tag LIKE 'license:_%' GROUP BY id
),
cards AS (
  SELECT id, json_extract(try_cast(cardData AS JSON), '$.language') AS language FROM dump
),
named_languages AS (
  SELECT id, substr(tag, len('language:') + 1) AS language FROM tagged WHERE tag LIKE 'language:_%'
  UNION ALL
  SELECT id, language ->> '$' FROM cards WHERE json_type(language) = 'VARCHAR'
  UNION ALL
  SELECT id, element ->> '$'
  FROM (SELECT id, unnest(json_extract(language, '$[*]')) AS element
        FROM cards WHERE json_type(language) = 'ARRAY')
  WHERE json_type(element) = 'VARCHAR'
),
languages AS (
  SELECT id, ascii_lower(language) AS language FROM named_languages WHERE language <> ''
  UNION ALL
  SELECT id, tag
  FROM tagged ANTI JOIN (FROM named_languages WHERE language <> '') AS named USING (id)
  WHERE tag IN (FROM iso_639_1) AND tag NOT IN ('ml', 'cv')
),
tasks AS (
  SELECT id, coalesce(nullif(pipeline_tag, ''), 'unknown') AS task
  FROM models LEFT JOIN dump USING (id)
),
of_models AS (
  SELECT 'task' AS dimension, task AS value, id FROM tasks
  UNION ALL
  SELECT 'modality', coalesce(modality, 'other'), id FROM tasks LEFT JOIN modalities USING (task)
  UNION ALL
  SELECT 'library', coalesce(nullif(library_name, ''), 'unknown'), id
  FROM models LEFT JOIN dump USING (id)
  UNION ALL
  SELECT 'licence', coalesce(licence, 'unknown'), id FROM models LEFT JOIN licences USING (id)
  UNION ALL
  -- A language called `unknown` says nothing beside another one.
  SELECT 'language', coalesce(language, 'unknown'), id
  FROM models LEFT JOIN (FROM languages WHERE language <> 'unknown') AS known USING (id)
)
SELECT DISTINCT dimension, value, id FROM of_models;

CREATE TABLE listed AS
WITH uses AS (
  SELECT dimension, value, coalesce(sum(downloads), 0) AS downloads
  FROM memberships
  LEFT JOIN (FROM window_values WHERE window_name = (SELECT w FROM here)) AS used USING (id)
  GROUP BY dimension, value
)
SELECT
  dimension,
  value,
  CASE WHEN value NOT IN ('unknown', '(others)') THEN row_number() OVER (
    PARTITION BY dimension, value IN ('unknown', '(others)') ORDER BY downloads DESC, value)
  END AS place
FROM uses;

CREATE MACRO shown(value, place, most) AS
  CASE WHEN value = 'unknown' OR place <= most THEN value ELSE '(others)' END;

CREATE MACRO month_name(months) AS  -- since the year 0
  printf('%04d-%02d', (months // 12)::INTEGER, (months % 12 + 1)::INTEGER);

CREATE MACRO six_digits(number) AS format('{:.5e}', number)::DOUBLE;
