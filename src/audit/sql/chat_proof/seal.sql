-- The seal over position $1.
SELECT s.to_position,
       s.from_position,
       s.head_position,
       s.previous_hash,
       s.event_hashes,
       s.hash,
       s.sealed_at
FROM audit.seals AS s
WHERE s.to_position >= $1
ORDER BY s.to_position
LIMIT 1
