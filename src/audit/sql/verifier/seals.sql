-- The seals that end at positions $1 to $2, at most $3.
SELECT s.to_position,
       s.from_position,
       s.head_position,
       s.previous_hash,
       s.event_hashes,
       s.hash,
       s.sealed_at
FROM ONLY audit.seals AS s
WHERE s.to_position >= $1
  AND s.to_position <= $2
ORDER BY s.to_position
LIMIT $3
