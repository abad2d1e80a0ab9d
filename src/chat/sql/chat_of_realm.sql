-- The chat $2 of the realm $1.
SELECT view.*, 0::bigint AS unread_count
FROM (
    SELECT c.*
    FROM public.chats AS c
    WHERE c.id = $2
    OFFSET 0
) AS c
CROSS JOIN LATERAL public.chat_view(c, NULL::bigint, 'everyone') AS view
WHERE c.realm = $1
  AND c.deleted_at IS NULL
