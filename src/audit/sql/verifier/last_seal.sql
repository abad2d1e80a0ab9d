-- The end of the last seal.
SELECT s.to_position
FROM ONLY audit.seals AS s
ORDER BY s.to_position DESC
LIMIT 1
