-- The newest seal.
SELECT s.from_position,
       s.to_position,
       s.hash,
       s.sealed_at
FROM audit.newest_seal() AS s
WHERE s.to_position IS NOT NULL
