-- The UUID of the chat $2 of the realm $1, unless it is deleted.
SELECT c.uuid AS chat_uuid
FROM (
    SELECT c.*
    FROM public.chats AS c
    WHERE c.id = $2
    OFFSET 0
) AS c
WHERE c.realm = $1
  AND c.deleted_at IS NULL
