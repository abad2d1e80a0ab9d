-- At most $4 events of the chat $1 at positions after $2 up to $3.
SELECT e.position,
       e.event_id,
       e.realm,
       e.chat_id,
       e.kind,
       e.actor_id,
       e.payload,
       e.recorded_at,
       e.origin
FROM public.events AS e
WHERE e.chat_id = $1
  AND e.position + 0 > $2
  AND e.position + 0 <= $3
ORDER BY e.position + 0
LIMIT $4
