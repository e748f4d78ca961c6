-- Key: depth
--
-- How long are the chains of bases?
--
-- Models of the dump by the longest chain of bases above them; 1,000 stands for that and more.
SELECT least(depth, 1000) AS depth, count(*) AS models
FROM depths JOIN nodes USING (id)
WHERE in_dump
GROUP BY least(depth, 1000)
ORDER BY depth;
