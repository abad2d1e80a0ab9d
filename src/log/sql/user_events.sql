-- The first $5 events at positions after $3 up to $4 of the chats of the user $1 in the realm $2.
SELECT e.position, e.event_id, e.realm, e.chat_id, e.kind, e.actor_id, e.payload, e.recorded_at,
       c.chat_uuid, c.subject_uuid, c.files, c.newly_read, c.is_blanked,
       c.is_in_group, c.shown_to
FROM (
    SELECT of_chat.*
    FROM public.events_of_user($1, $2, $3, $4, $5) AS of_chat
    ORDER BY of_chat.position
    LIMIT $5
) AS e
CROSS JOIN LATERAL public.event_context(
    e.position, e.realm, e.kind, e.chat_id, e.actor_id, e.payload
) AS c
ORDER BY e.position
