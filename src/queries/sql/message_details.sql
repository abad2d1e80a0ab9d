-- The message $2 of the realm $1, if the user $3 is in its chat, or sees all chats ($4).
SELECT details.*
FROM (
    SELECT m.*
    FROM public.messages AS m
    WHERE m.id = $2
    OFFSET 0
) AS m
CROSS JOIN LATERAL public.active_chat($1, m.chat_id) AS c
LEFT JOIN LATERAL public.active_participant(c.id, $3) AS p ON true
CROSS JOIN LATERAL public.message_details(m, $3) AS details
WHERE p.user_id IS NOT NULL OR $4
