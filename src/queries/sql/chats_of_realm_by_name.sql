-- The chats of the realm $1 with a participant or former participant whose name matches the LIKE
-- pattern $4: at most $3 of those whose newest message that is not deleted is before $2, the newest
-- first.
WITH page AS (
    SELECT c::public.chats AS chat,
           coalesce(c.last_message_id, c.id) AS activity
    FROM public.chats AS c
    WHERE c.realm = $1
      AND c.deleted_at IS NULL
      AND coalesce(c.last_message_id, c.id) < $2
      AND EXISTS (
          SELECT
          FROM (
              SELECT p.user_id
              FROM public.chat_participants AS p
              WHERE p.chat_id = c.id
              OFFSET 0
          ) AS p
          CROSS JOIN LATERAL (
              SELECT u.name
              FROM public.users AS u
              WHERE u.id = p.user_id
              OFFSET 0
          ) AS u
          WHERE u.name ILIKE $4
          OFFSET 0
      )
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
