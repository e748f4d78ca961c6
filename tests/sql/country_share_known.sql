-- Key: window, attribution
--
-- For how much of the downloads is the country known?
--
-- attribution: account, the country of a model's account; derived, that of all its roots. Known
-- countries are two capital letters. known: downloads of models of known country by all downloads
-- of the window.
WITH labels AS (
  SELECT id, 'account' AS attribution, country FROM models
  UNION ALL
  SELECT id, 'derived', derived_country FROM derived
),
attributions(attribution) AS (
  VALUES ('account'), ('derived')
),
sums AS (
  SELECT
    window_name,
    attribution,
    count(*) AS models,
    count(*) FILTER (is_known_country(country)) AS models_known,
    sum(downloads) AS downloads,
    sum(downloads) FILTER (is_known_country(country)) AS downloads_known
  FROM window_values JOIN labels USING (id)
  GROUP BY window_name, attribution
)
SELECT
  window_name AS "window",
  attribution,
  grain,
  basis,
  complete,
  records,
  coalesce(models, 0) AS models,
  coalesce(models_known, 0) AS models_known,
  coalesce(downloads, 0) AS downloads,
  coalesce(downloads_known, 0) AS downloads_known,
  coalesce(downloads_known, 0) AS known_num,
  coalesce(downloads, 0) AS known_den
FROM windows CROSS JOIN attributions LEFT JOIN sums USING (window_name, attribution)
ORDER BY "window", attribution;
