-- Key: younger_than_days, measure, top, attribution, country
--
-- How many models of a country trend at one time? The largest number of trending, the first date of
-- it, and in how many dumps there is any.
WITH ordered AS (
  SELECT
    *,
    row_number() OVER series AS place,
    count(*) OVER (PARTITION BY younger_than_days, measure, top, attribution, country) AS dumps
  FROM twin.trending
  WINDOW series AS (
    PARTITION BY younger_than_days, measure, top, attribution, country ORDER BY models DESC, date)
)
SELECT younger_than_days, measure, top, attribution, country, models, date, dumps
FROM ordered WHERE place = 1
ORDER BY younger_than_days, measure, top, attribution, country;
