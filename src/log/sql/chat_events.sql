-- Those of user_events.sql in the chat $6 alone.
SELECT e.position, e.event_id, e.realm, e.chat_id, e.kind, e.actor_id, e.payload, e.recorded_at,
       c.chat_uuid, c.subject_uuid, c.files, c.newly_read, c.is_blanked,
       c.is_in_group, c.shown_to
FROM (
    SELECT of_chat.*
    FROM (
        SELECT *
        FROM public.chat_participants AS p
        WHERE p.user_id = $1
          AND p.chat_id = $6
        OFFSET 0
    ) AS p
    CROSS JOIN LATERAL (
        SELECT c.realm FROM public.chats AS c WHERE c.id = p.chat_id OFFSET 0
    ) AS c
    CROSS JOIN LATERAL (
        SELECT *
        FROM public.events AS of_chat
        WHERE of_chat.chat_id = p.chat_id
          AND of_chat.position + 0 > $3
          AND of_chat.position + 0 <= $4
        ORDER BY of_chat.position + 0
        LIMIT $5
    ) AS of_chat
    WHERE c.realm = $2
    ORDER BY of_chat.position
    LIMIT $5
) AS e
CROSS JOIN LATERAL public.event_context(
    e.position, e.realm, e.kind, e.chat_id, e.actor_id, e.payload
) AS c
ORDER BY e.position
