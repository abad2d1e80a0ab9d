-- At most $4 events of the chat $1 at positions after $2 up to $3, for a portable export.
SELECT e.position,
       e.event_id,
       e.recorded_at,
       e.realm,
       chat.event_id AS chat,
       e.kind,
       e.actor_id,
       e.payload,
       audit.text_state(e) AS state
FROM public.events_of_chat($1, $2, $3, $4, false) AS e
LEFT JOIN LATERAL (
    SELECT c.event_id FROM public.events AS c WHERE c.position = e.chat_id OFFSET 0
) AS chat ON true
ORDER BY e.position
