-- Key: window, country
--
-- How much of what a country's users download is its own? Requests of users whose country is two
-- letters; own: of models of accounts of that country. Windows but months, weeks and days.
WITH users AS (
  SELECT
    window_name,
    CASE WHEN regexp_full_match(user_country, '[A-Za-z][A-Za-z]') THEN upper(user_country)
         ELSE 'unknown' END AS user_country,
    country AS developer_country
  FROM records
  JOIN models USING (id)
  JOIN wide_windows ON day >= first_day AND day < end_day
  WHERE (SELECT downloads_kind FROM parameters) = 'requests'
)
SELECT
  window_name AS "window", user_country AS country, grain, basis, complete,
  count(*) AS downloads_of_users,
  count(*) FILTER (user_country = developer_country) AS own_share_num,
  count(*) AS own_share_den
FROM users JOIN windows USING (window_name)
WHERE user_country <> 'unknown'
GROUP BY window_name, user_country, grain, basis, complete
ORDER BY "window", country;
