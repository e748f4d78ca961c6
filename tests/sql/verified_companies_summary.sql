-- Key: status
--
-- How many companies of the list are on the Hub?
--
-- Companies by what verified_companies says of them; share: by all of the list.
WITH statuses(status) AS (
  VALUES ('all'), ('matched'), ('matched by alias'), ('matched by website'), ('matched by handle'),
         ('unmatched'), ('verified')
)
SELECT
  status,
  count(company) FILTER (
    CASE status
      WHEN 'all' THEN TRUE
      WHEN 'matched' THEN matched
      WHEN 'unmatched' THEN NOT matched
      WHEN 'verified' THEN verified
      ELSE status = 'matched by ' || matched_by
    END) AS companies,
  companies AS share_num,
  count(company) AS share_den
FROM statuses LEFT JOIN twin.verified_companies ON TRUE
GROUP BY status
ORDER BY status;
