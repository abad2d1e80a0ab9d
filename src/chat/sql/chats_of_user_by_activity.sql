-- The chats that the user $1 is in, in the realm $2: $3 of them after the first $4, latest activity
-- first. $5 is the scope of the participants. With a role ($6, NULL: any), those in which the user has it: of
-- these one that the user did not create from its first message on, and one that the user has hidden once
-- there is a newer message in it.
WITH page AS MATERIALIZED (
    SELECT c.id,
           c.activity_position
    FROM (
        SELECT p.chat_id, p.user_id, p.role
        FROM public.chat_participants AS p
        WHERE p.user_id + 0 = $1
        OFFSET 0
    ) AS p
    CROSS JOIN LATERAL (
        SELECT c.id, c.realm, c.deleted_at, c.activity_position, c.last_seq, c.created_by
        FROM public.chats AS c
        WHERE c.id = p.chat_id
        OFFSET 0
    ) AS c
    LEFT JOIN LATERAL (
        SELECT s.hidden_seq
        FROM public.chat_settings AS s
        WHERE s.chat_id = p.chat_id
          AND s.user_id = p.user_id
          AND $6::text IS NOT NULL
        OFFSET 0
    ) AS s ON true
    WHERE c.realm = $2
      AND c.deleted_at IS NULL
      AND ($6 IS NULL
           OR p.role = $6
           AND (c.last_seq > 0 OR c.created_by = p.user_id)
           AND (s.hidden_seq IS NULL OR s.hidden_seq < c.last_seq))
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
