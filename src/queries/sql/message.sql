-- The message $2 of the realm $1, deleted or not, if the user $3 is in its chat.
SELECT view.*
FROM (
    SELECT m.*
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
CROSS JOIN LATERAL (
    SELECT p.user_id
    FROM public.chat_participants AS p
    WHERE p.chat_id = m.chat_id
      AND p.user_id = $3
    OFFSET 0
) AS p
CROSS JOIN LATERAL public.message_view(m) AS view
WHERE c.realm = $1
