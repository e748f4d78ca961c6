-- Key: window, user_country, developer_country
--
-- Are models used where they are developed? Requests by the country of the user (two letters, else
-- unknown) and of the model's account. excess: row_share over developer_share. Windows but months,
-- weeks and days.
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
cells AS (
  SELECT window_name, user_country, developer_country, count(*)::HUGEINT AS downloads
  FROM users GROUP BY ALL
),
with_sums AS (
  SELECT
    *,
    sum(downloads) OVER (PARTITION BY window_name, user_country) AS of_users,
    sum(downloads) OVER (PARTITION BY window_name, developer_country) AS of_developers,
    sum(downloads) OVER (PARTITION BY window_name) AS total
  FROM cells
)
SELECT
  window_name AS "window", user_country, developer_country, grain, basis, complete, records,
  downloads,
  downloads AS row_share_num,
  of_users AS row_share_den,
  of_developers AS developer_share_num,
  total AS developer_share_den,
  downloads * total AS excess_num,
  of_users * of_developers AS excess_den
FROM with_sums JOIN windows USING (window_name)
ORDER BY "window", user_country, developer_country;
