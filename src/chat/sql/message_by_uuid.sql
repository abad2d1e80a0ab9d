-- The message of the realm $1 whose UUID is $2, deleted or not, unless its chat is deleted.
SELECT m.id AS message_id,
       m.chat_id,
       m.is_deleted
FROM (
    SELECT e.position
    FROM public.events AS e
    WHERE e.event_id = $2
    OFFSET 0
) AS e
CROSS JOIN LATERAL (
    SELECT m.*
    FROM public.messages AS m
    WHERE m.id = e.position
    OFFSET 0
) AS m
CROSS JOIN LATERAL (
    SELECT c.realm, c.deleted_at
    FROM public.chats AS c
    WHERE c.id = m.chat_id
    OFFSET 0
) AS c
WHERE c.realm = $1
  AND c.deleted_at IS NULL
