-- Counters become downloads by differences of the last values of months.
--
-- A model's first value adds nothing, unless it was created on or after the first day of all; a
-- fall adds nothing.
INSERT INTO monthly
SELECT m, month, d
FROM (SELECT m, month, CASE
        WHEN before IS NOT NULL THEN value - before
        WHEN created >= (SELECT first_day FROM bounds) THEN value END AS d
      FROM (SELECT m, month, value, lag(value) OVER (PARTITION BY m ORDER BY month) AS before
            FROM counters) JOIN facts USING (m))
WHERE d > 0;
