-- At most $4 users whom the user $2 blocks in the realm $1, by id, after $3.
SELECT b.blocked_id
FROM public.blocks AS b
WHERE b.realm = $1
  AND b.blocker_id = $2
  AND b.blocked_id > $3
ORDER BY b.blocked_id
LIMIT $4
