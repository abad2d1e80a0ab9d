-- The chats that the user $1 is in, in the realm $2: at most $4 of those whose newest message that
-- is not deleted is before $3, the newest first. A chat without messages counts by its creation.
-- $5 is the scope of the participants.
WITH page AS (
    SELECT c::public.chats AS chat,
           p::public.chat_participants AS reader,
           coalesce(c.last_message_id, c.id) AS activity
    FROM (
        SELECT p.*
        FROM public.chat_participants AS p
        WHERE p.user_id = $1
        OFFSET 0
    ) AS p
    CROSS JOIN LATERAL (
        SELECT c.*
        FROM public.chats AS c
        WHERE c.id = p.chat_id
        OFFSET 0
    ) AS c
    WHERE p.left_at IS NULL
      AND c.realm = $2
      AND c.deleted_at IS NULL
      AND coalesce(c.last_message_id, c.id) < $3
    ORDER BY activity DESC
    LIMIT $4
)
SELECT head.*, view.*
FROM public.head_cursor AS head
LEFT JOIN (
    page
    CROSS JOIN LATERAL public.chat_view(page.chat, page.reader, $5) AS view
) ON true
ORDER BY page.activity DESC
