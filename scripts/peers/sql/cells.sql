-- What each model was downloaded in each window, and all that the tables take from it.
--
-- Given: windows(w, name, grain, basis, complete, records, first_month, last_month, place), ends(
-- place, end_day): the ends of windows in ascending order. born: the first end behind a model's
-- creation. A model is in a window by its birth or, born later, by its downloads there.
--
-- Equal values of a window are one row with a count: quantiles, ranks and sums of ranks need no
-- sort of all models. Makes: countries, labels, cells, values_of_models(w, class, d, n: zeros too),
-- values_of_holders(w, holder, d, n), sums_of_owners and sums_of_countries(w, ., models, downloads).
CREATE TABLE countries AS
SELECT (row_number() OVER ())::SMALLINT AS c, country
FROM (SELECT country FROM owners UNION SELECT country FROM derived);

CREATE TABLE labels AS
SELECT facts.m, coalesce(place, CASE WHEN created IS NULL THEN 0 ELSE 10000 END)::SMALLINT AS born,
  facts.a, countries.c, class, parameters
FROM facts
ASOF LEFT JOIN ends ON facts.created < ends.end_day
JOIN owners ON owners.a = facts.a
LEFT JOIN derived ON derived.m = facts.m
JOIN countries ON countries.country = coalesce(derived.country, owners.country);

CREATE TABLE cells AS
WITH wide AS (FROM windows WHERE grain <> 'month'),
of_windows AS (
  SELECT w, m, d FROM monthly JOIN windows ON grain = 'month' AND first_month = month WHERE d > 0
  UNION ALL
  SELECT w, m, sum(d)::BIGINT AS d
  FROM monthly JOIN wide ON month BETWEEN first_month AND last_month
  WHERE d > 0 GROUP BY w, m
)
SELECT w, d, a, c, class, parameters, born
FROM of_windows JOIN labels USING (m);

-- Of each window and label the models that are in it, zeros too.
CREATE TABLE members AS
WITH births AS (
  SELECT born, a, c, class, count(*) AS models FROM labels GROUP BY ALL
),
late AS (
  SELECT w, a, c, class, count(*) AS models
  FROM cells JOIN windows USING (w) WHERE born > place GROUP BY ALL
),
by_owner AS (
  SELECT w, a, models FROM (SELECT born, a, sum(models) AS models FROM births GROUP BY ALL)
    JOIN windows ON born <= place
  UNION ALL
  SELECT w, a, models FROM late
),
by_label AS (
  SELECT w, c, class, models
  FROM (SELECT born, c, class, sum(models) AS models FROM births GROUP BY ALL)
    JOIN windows ON born <= place
  UNION ALL
  SELECT w, c, class, models FROM late
)
SELECT w, 'owner' AS label, a AS value, sum(models)::BIGINT AS models FROM by_owner GROUP BY ALL
UNION ALL
SELECT w, 'country', c, sum(models)::BIGINT FROM by_label GROUP BY ALL
UNION ALL
SELECT w, 'class', class, sum(models)::BIGINT FROM by_label GROUP BY ALL;

CREATE TABLE values_of_models AS
WITH positive AS (
  SELECT w, class, d, count(*) AS n FROM cells GROUP BY ALL
)
FROM positive
UNION ALL
SELECT members.w, value, 0, any_value(models) - coalesce(sum(n), 0)::BIGINT
FROM members LEFT JOIN positive ON positive.w = members.w AND class = value
WHERE label = 'class' GROUP BY ALL;

CREATE TABLE sums_of_owners AS
SELECT members.w, value AS a, models, coalesce(d, 0) AS downloads
FROM members
LEFT JOIN (SELECT w, a, sum(d)::BIGINT AS d FROM cells GROUP BY ALL) AS sums
  ON sums.w = members.w AND sums.a = value
WHERE label = 'owner';

CREATE TABLE sums_of_countries AS
SELECT members.w, value AS c, models, coalesce(d, 0) AS downloads
FROM members
LEFT JOIN (SELECT w, c, sum(d)::BIGINT AS d FROM cells GROUP BY ALL) AS sums
  ON sums.w = members.w AND sums.c = value
WHERE label = 'country';

CREATE TABLE values_of_holders AS
WITH counted AS (
  SELECT w, 'models' AS holder, d, sum(n)::BIGINT AS n FROM values_of_models GROUP BY ALL
  UNION ALL
  SELECT w, 'accounts', downloads, count(*) FROM sums_of_owners GROUP BY ALL
)
SELECT *,
  (sum(n) OVER ascending - n)::BIGINT AS below,
  sum(n) OVER (PARTITION BY w, holder)::BIGINT AS total_n,
  sum(n * d::HUGEINT) OVER ascending - n * d::HUGEINT AS downloads_below
FROM counted WHERE n > 0
WINDOW ascending AS (PARTITION BY w, holder ORDER BY d);
