-- Key: window, country
--
-- How strong is home bias? Of requests where the countries of user and account are both known:
-- home_share, the share of a country's users that goes to its own models; expected_share, were use
-- independent of the country; excess, the first over the second. (all): the whole diagonal.
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
),
known AS (
  FROM users WHERE user_country <> 'unknown' AND is_known_country(developer_country)
),
totals AS (
  SELECT window_name, count(*)::HUGEINT AS total FROM known GROUP BY window_name
),
developers AS (
  SELECT window_name, developer_country AS country, count(*)::HUGEINT AS of_developers
  FROM known GROUP BY ALL
),
countries AS (
  SELECT
    window_name, user_country AS country,
    count(*) FILTER (user_country = developer_country) AS own,
    count(*)::HUGEINT AS of_users
  FROM known GROUP BY ALL
),
by_country AS (
  SELECT window_name, country, own, of_users, total, of_users * coalesce(of_developers, 0) AS chance
  FROM countries JOIN totals USING (window_name) LEFT JOIN developers USING (window_name, country)
),
all_rows AS (
  FROM by_country
  UNION ALL
  SELECT window_name, '(all)', sum(own), any_value(total), any_value(total), sum(chance)
  FROM by_country GROUP BY window_name
)
SELECT
  window_name AS "window", country, grain, basis, complete, records,
  own AS own_downloads,
  own AS home_share_num,
  of_users AS home_share_den,
  chance AS expected_share_num,
  of_users * total AS expected_share_den,
  own * total AS excess_num,
  chance AS excess_den
FROM all_rows JOIN windows USING (window_name)
ORDER BY "window", country;
