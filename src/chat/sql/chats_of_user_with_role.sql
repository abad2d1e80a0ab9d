-- The chats in which the user $1 has the role $6, in the realm $2: $3 of them after the first $4,
-- latest activity first. $5 is the scope of the participants.
--
-- A chat that the user did not create is listed from its first message on, and a chat that the
-- user has hidden once there is a newer message in it.
WITH page AS (
    SELECT c::public.chats AS chat,
           p::public.chat_participants AS reader
    FROM (
        SELECT p.*
        FROM public.chat_participants AS p
        WHERE p.user_id + 0 = $1
        OFFSET 0
    ) AS p
    CROSS JOIN LATERAL (
        SELECT c.*
        FROM public.chats AS c
        WHERE c.id = p.chat_id
        OFFSET 0
    ) AS c
    LEFT JOIN LATERAL (
        SELECT s.hidden_seq
        FROM public.chat_settings AS s
        WHERE s.chat_id = p.chat_id
          AND s.user_id = p.user_id
        OFFSET 0
    ) AS s ON true
    WHERE p.role = $6
      AND c.realm = $2
      AND c.deleted_at IS NULL
      AND (c.last_seq > 0 OR c.created_by = p.user_id)
      AND (s.hidden_seq IS NULL OR s.hidden_seq < c.last_seq)
    ORDER BY c.activity_position DESC
    LIMIT $3
    OFFSET $4
)
SELECT view.*, unread.unread_count
FROM page
CROSS JOIN LATERAL public.chat_view(page.chat, (page.reader).user_id, $5) AS view
CROSS JOIN LATERAL public.unread_count(page.chat, page.reader) AS unread
ORDER BY (page.chat).activity_position DESC
