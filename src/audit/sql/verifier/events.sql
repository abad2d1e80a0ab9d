-- The events at positions $1 to $2, at most $3. Without a function: the program hashes what the table has.
SELECT e.position,
       e.event_id,
       e.realm,
       e.chat_id,
       e.kind,
       e.actor_id,
       e.payload,
       e.recorded_at,
       e.origin
FROM ONLY public.events AS e
WHERE e.position >= $1
  AND e.position <= $2
ORDER BY e.position
LIMIT $3
