-- The message or system message $2 of the realm $1, if the user $3 is in its chat, or sees all chats ($4),
-- or reported messages ($5).
SELECT view.*
FROM (SELECT $2::bigint AS id) AS asked
LEFT JOIN LATERAL (
    SELECT m.*
    FROM public.messages AS m
    WHERE m.id = asked.id
    OFFSET 0
) AS m ON true
CROSS JOIN LATERAL (
    SELECT CASE WHEN m.id IS NULL THEN public.chat_of_system_message(asked.id) END AS chat_id
    OFFSET 0
) AS of_system
CROSS JOIN LATERAL public.active_chat($1, coalesce(m.chat_id, of_system.chat_id)) AS c
LEFT JOIN LATERAL public.active_participant(c.id, $3) AS p ON true
CROSS JOIN LATERAL public.message_view(
    m, CASE WHEN m.id IS NULL THEN asked.id END, $3, false
) AS view
WHERE p.user_id IS NOT NULL OR $4 OR $5 AND public.is_reported(m.id)
