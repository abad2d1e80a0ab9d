-- The chat of the message $2, deleted or not, if it is in the realm $1.
SELECT m.chat_id
FROM (
    SELECT m.chat_id
    FROM public.messages AS m
    WHERE m.id = $2
    OFFSET 0
) AS m
CROSS JOIN LATERAL (
    SELECT c.realm
    FROM public.chats AS c
    WHERE c.id = m.chat_id
    OFFSET 0
) AS c
WHERE c.realm = $1
