-- At most $2 seals that end after position $1.
SELECT s.from_position,
       s.to_position,
       encode(s.hash, 'hex') AS hash,
       to_json(s.sealed_at) #>> '{}' AS sealed_at
FROM audit.exported_seals($1) AS s
LIMIT $2
