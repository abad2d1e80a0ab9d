-- The chats that the user $1 is in, in the realm $2: $3 of them after the first $4, latest activity
-- first. $5 is the scope of the participants.
WITH page AS MATERIALIZED (
    SELECT c.id,
           c.activity_position
    FROM (
        SELECT p.chat_id
        FROM public.chat_participants AS p
        WHERE p.user_id + 0 = $1
        OFFSET 0
    ) AS p
    CROSS JOIN LATERAL (
        SELECT c.id, c.realm, c.deleted_at, c.activity_position
        FROM public.chats AS c
        WHERE c.id = p.chat_id
        OFFSET 0
    ) AS c
    WHERE c.realm = $2
      AND c.deleted_at IS NULL
    ORDER BY c.activity_position DESC
    LIMIT $3
    OFFSET $4
)
SELECT view.*, unread.unread_count
FROM page
CROSS JOIN LATERAL (
    SELECT c.*
    FROM public.chats AS c
    WHERE c.id = page.id
    OFFSET 0
) AS c
CROSS JOIN LATERAL (
    SELECT p.*
    FROM public.chat_participants AS p
    WHERE p.chat_id = page.id
      AND p.user_id = $1
    OFFSET 0
) AS p
CROSS JOIN LATERAL public.chat_view(c, p.user_id, $5) AS view
CROSS JOIN LATERAL public.unread_count(c, p) AS unread
ORDER BY page.activity_position DESC
