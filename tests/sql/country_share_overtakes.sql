-- Key: attribution, measure, period, country, overtaken
--
-- Which country passes which, and when?
--
-- Over the complete months, for each two known countries: the one was last strictly ahead, now the
-- other is. A tie changes nothing; the first strict lead is no overtake. monthly: the downloads of
-- the month; cumulative: all since the first record, incomplete months too.
WITH standings AS (
  SELECT attribution, 'monthly' AS measure, "window" AS period, country, downloads AS value
  FROM twin.country_share
  WHERE grain = 'month' AND complete AND is_known_country(country)
  UNION ALL
  SELECT attribution, 'cumulative', "window", country, cumulative_downloads
  FROM twin.country_share
  WHERE grain = 'month' AND complete AND is_known_country(country)
),
strict_leads AS (
  SELECT
    attribution, measure, period, one.country, other.country AS overtaken,
    one.value AS country_downloads,
    other.value AS overtaken_downloads,
    one.value > other.value AS ahead
  FROM standings AS one JOIN standings AS other USING (attribution, measure, period)
  WHERE one.value <> other.value
),
changes AS (
  SELECT
    *,
    lag(ahead) OVER (PARTITION BY attribution, measure, country, overtaken ORDER BY period)
      AS ahead_before
  FROM strict_leads
)
SELECT attribution, measure, period, country, overtaken, country_downloads, overtaken_downloads
FROM changes
WHERE ahead AND NOT ahead_before
ORDER BY attribution, measure, period, country, overtaken;
