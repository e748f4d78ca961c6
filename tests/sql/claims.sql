-- Key: claim
-- Prose: statement, definition
--
-- Does the article hold on this dump?
--
-- One row per claim: the article's value and the value here. W is the window `all` where there are
-- records, else `lifetime`, else `last-30-days`. A value is a text, or the nearest double of a
-- numerator and a denominator (value_num, value_den). Where several inputs are missing, the status
-- names the first of: models, accounts, other lists, downloads; then what these lack, such as a
-- parent company, the rest of a year, a complete month. Downloads that were given without a record
-- that counts are not missing. The window of a year that records do not tell in full says so.
--
-- The values are those of the files in the folder claims, each a query that gives rows of found
-- (claim, table, window, article, value_text, value_num, value_den, missing); `here` says what was
-- given, and W.
SELECT
  claim,
  NULL AS statement,
  "table",
  "window",
  article,
  CASE WHEN missing IS NULL THEN value_text END AS value_text,
  CASE WHEN missing IS NULL THEN value_num END AS value_num,
  CASE WHEN missing IS NULL THEN value_den END AS value_den,
  NULL AS definition,
  CASE
    WHEN missing IS NULL THEN 'computed'
    WHEN missing = '--downloads' AND has_downloads THEN 'not computable: no record accepted'
    ELSE 'not computable: needs ' || missing
  END AS status
FROM found, parameters
ORDER BY claim;
