-- Messages and system messages of the realm $1, each ($2) as a user ($3, at the same index) sees it. No row
-- for a message that does not exist or whose chat is deleted.
SELECT asked.number, view.*
FROM unnest($2::bigint[], $3::bigint[]) WITH ORDINALITY AS asked (message_id, user_id, number)
LEFT JOIN LATERAL (
    SELECT m.*
    FROM public.messages AS m
    WHERE m.id = asked.message_id
    OFFSET 0
) AS m ON true
CROSS JOIN LATERAL (
    SELECT CASE WHEN m.id IS NULL THEN public.chat_of_system_message(asked.message_id) END AS chat_id
    OFFSET 0
) AS of_system
CROSS JOIN LATERAL public.active_chat($1, coalesce(m.chat_id, of_system.chat_id)) AS c
CROSS JOIN LATERAL public.message_view(
    m, CASE WHEN m.id IS NULL THEN asked.message_id END, asked.user_id, false
) AS view
