-- What each model was downloaded in each window, and all that the tables take from it.
--
-- Given: windows(w, name, grain, basis, complete, records, first_month, last_month, place), ends(
-- place, end_day): the ends of windows in ascending order. born: the first end behind a model's
-- creation. A model is in a window by its birth or, born later, by its downloads there.
--
-- Equal values of a window are one row with a count: quantiles, ranks and sums of ranks need no
-- sort of all models. Makes: countries, labels, wide(w, m, d) of windows that are no months, cells,
-- values_of_models(w, class, d, n) and values_of_holders(w, holder, d, n, ...) with zeros,
-- sums_of_groups(w, g, models, downloads), sums_of_countries(w, c, models, downloads).
CREATE TABLE countries AS
SELECT (row_number() OVER ())::SMALLINT AS c, country
FROM (SELECT country FROM owners UNION SELECT country FROM derived);

CREATE TABLE labels AS
SELECT facts.m, coalesce(place, CASE WHEN created IS NULL THEN 0 ELSE 10000 END)::SMALLINT AS born,
  facts.a, g, countries.c, class
FROM facts
ASOF LEFT JOIN ends ON facts.created < ends.end_day
JOIN owners ON owners.a = facts.a
LEFT JOIN derived ON derived.m = facts.m
JOIN countries ON countries.country = coalesce(derived.country, owners.country);

CREATE TABLE yearly AS
SELECT m, (month // 12)::SMALLINT AS year, sum(d)::BIGINT AS d FROM monthly GROUP BY ALL;

CREATE TABLE wide AS
SELECT w, m, d FROM yearly JOIN windows ON grain = 'year' AND first_month = year * 12
UNION ALL
SELECT (SELECT w FROM windows WHERE grain = 'all'), m, sum(d)::BIGINT FROM yearly GROUP BY m
UNION ALL
SELECT (SELECT w FROM windows WHERE grain = 'last-12-months'), m, sum(d)::BIGINT FROM monthly
WHERE month BETWEEN (SELECT first_month FROM windows WHERE grain = 'last-12-months')
                AND (SELECT last_month FROM windows WHERE grain = 'last-12-months')
GROUP BY m;

CREATE TABLE cells AS
SELECT w, d, a, c, class, born
FROM (
  SELECT w, m, d FROM monthly JOIN windows ON grain = 'month' AND first_month = month
  UNION ALL
  FROM wide
) JOIN labels USING (m);

-- Of each window and label the models that are in it.
CREATE TABLE members AS
WITH late AS (
  SELECT w, g, cells.c, class, count(*) AS models
  FROM cells JOIN windows USING (w) JOIN owners USING (a) WHERE born > place GROUP BY ALL
),
births AS (
  SELECT born, g, c, class, count(*) AS models FROM labels GROUP BY ALL
),
united AS (
  SELECT w, g, c, class, models FROM births JOIN windows ON born <= place
  UNION ALL
  FROM late
)
SELECT w, g, c, class, sum(models)::BIGINT AS models FROM united GROUP BY ALL;

CREATE TABLE values_of_models AS
WITH positive AS (
  SELECT w, class, d, count(*) AS n FROM cells GROUP BY ALL
)
FROM positive
UNION ALL
SELECT w, class, 0, models - coalesce(n, 0)
FROM (SELECT w, class, sum(models)::BIGINT AS models FROM members GROUP BY ALL)
LEFT JOIN (SELECT w, class, sum(n)::BIGINT AS n FROM positive GROUP BY ALL) USING (w, class);

CREATE TABLE sums_of_owners AS
SELECT w, a, sum(d)::BIGINT AS downloads FROM cells GROUP BY ALL;

CREATE TABLE sums_of_groups AS
WITH sums AS (
  SELECT w, g, sum(downloads)::BIGINT AS downloads
  FROM sums_of_owners JOIN owners USING (a) GROUP BY ALL
)
SELECT w, g, models, coalesce(downloads, 0) AS downloads
FROM (SELECT w, g, sum(models)::BIGINT AS models FROM members GROUP BY ALL)
LEFT JOIN sums USING (w, g);

CREATE TABLE sums_of_countries AS
SELECT w, c, models, coalesce(downloads, 0) AS downloads
FROM (SELECT w, c, sum(models)::BIGINT AS models FROM members GROUP BY ALL)
LEFT JOIN (SELECT w, c, sum(d)::BIGINT AS downloads FROM cells GROUP BY ALL) USING (w, c);

-- An account is in a window from the birth of its first model, or by its downloads.
CREATE TABLE values_of_holders AS
WITH first_births AS (
  SELECT a, min(born) AS born FROM labels GROUP BY a
),
born_by AS (
  SELECT w, sum(n)::BIGINT AS n
  FROM (SELECT born, count(*) AS n FROM first_births GROUP BY born) JOIN windows ON born <= place
  GROUP BY w
),
late AS (
  SELECT w, count(*) AS n
  FROM sums_of_owners JOIN windows USING (w) JOIN first_births USING (a)
  WHERE born > place GROUP BY w
),
accounts AS (
  SELECT w, downloads AS d, count(*) AS n FROM sums_of_owners GROUP BY ALL
),
counted AS (
  SELECT w, 'models' AS holder, d, sum(n)::BIGINT AS n FROM values_of_models GROUP BY ALL
  UNION ALL
  SELECT w, 'accounts', d, n FROM accounts
  UNION ALL
  SELECT w, 'accounts', 0, born_by.n + coalesce(late.n, 0) - coalesce(downloaded.n, 0)
  FROM born_by LEFT JOIN late USING (w)
  LEFT JOIN (SELECT w, sum(n)::BIGINT AS n FROM accounts GROUP BY w) AS downloaded USING (w)
)
SELECT *,
  (sum(n) OVER ascending - n)::BIGINT AS below,
  sum(n) OVER (PARTITION BY w, holder)::BIGINT AS total_n,
  sum(n * d::HUGEINT) OVER ascending - n * d::HUGEINT AS downloads_below
FROM counted WHERE n > 0
WINDOW ascending AS (PARTITION BY w, holder ORDER BY d);
