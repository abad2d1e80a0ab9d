-- The chats of the realm $1: at most $3 of those whose newest message that is not deleted is before
-- $2, the newest first.
WITH page AS (
    SELECT c::public.chats AS chat,
           coalesce(c.last_message_id, c.id) AS activity
    FROM public.chats AS c
    WHERE c.realm = $1
      AND c.deleted_at IS NULL
      AND coalesce(c.last_message_id, c.id) < $2
    ORDER BY activity DESC
    LIMIT $3
)
SELECT head.*, view.*
FROM public.head_cursor AS head
LEFT JOIN (
    page
    CROSS JOIN LATERAL public.chat_view(page.chat, NULL, 'everyone') AS view
) ON true
ORDER BY page.activity DESC
