-- The end of the first seal that ends at position $1 or later.
SELECT s.to_position AS position
FROM ONLY audit.seals AS s
WHERE s.to_position >= $1
ORDER BY s.to_position
LIMIT 1
