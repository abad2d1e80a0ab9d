-- Those of the chats $1 that the log has, and the time of the last event that followed the creation of each;
-- those of the database, which an erasure appends, do not count.
SELECT chat.event_id,
       chat.position AS chat_id,
       last.recorded_at AS last_at
FROM unnest($1::uuid[]) AS named (event_id)
CROSS JOIN LATERAL (
    SELECT e.event_id, e.position
    FROM public.events AS e
    WHERE e.event_id = named.event_id
    OFFSET 0
) AS chat
LEFT JOIN LATERAL (
    SELECT e.position, date_trunc('milliseconds', e.recorded_at) AS recorded_at
    FROM public.events AS e
    WHERE e.chat_id = chat.position
      AND e.actor_id IS NOT NULL
    ORDER BY e.position + 0 DESC
    LIMIT 1
) AS last ON last.position > chat.position
