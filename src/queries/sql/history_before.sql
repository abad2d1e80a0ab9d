-- The newest messages of the chat $1 before the message $2: $3 of them, without the first $4. $5
-- says which deleted messages are shown: `hidden`, `replied_to` (those that another message replies
-- to) or `shown`.
--
-- Shown, deleted and replied-to deleted messages have an index each (V0003): a page merges short
-- reads, so that deleted messages cost nothing where they are not shown. A place is compared as a
-- pair, (chat_id, id): sql/projection/newest_message_up_to.sql says why. There is one bound on each
-- side: of two, a scan may begin at the wrong one, and walk the chat to the right one.
SELECT head.*, view.*
FROM public.head_cursor AS head
LEFT JOIN (
    (
        SELECT found.*
        FROM (
            (
                SELECT m.*
                FROM public.messages AS m
                WHERE NOT m.is_deleted
                  AND (m.chat_id, m.id) >= ($1, 0)
                  AND (m.chat_id, m.id) < ($1, $2)
                ORDER BY m.chat_id DESC, m.id DESC
                LIMIT $3::bigint + $4::bigint
            )
            UNION ALL
            (
                SELECT m.*
                FROM public.messages AS m
                WHERE m.is_deleted
                  AND $5 = 'shown'
                  AND (m.chat_id, m.id) >= ($1, 0)
                  AND (m.chat_id, m.id) < ($1, $2)
                ORDER BY m.chat_id DESC, m.id DESC
                LIMIT $3::bigint + $4::bigint
            )
            UNION ALL
            (
                SELECT m.*
                FROM public.messages AS m
                WHERE m.is_deleted
                  AND m.has_replies
                  AND $5 = 'replied_to'
                  AND (m.chat_id, m.id) >= ($1, 0)
                  AND (m.chat_id, m.id) < ($1, $2)
                ORDER BY m.chat_id DESC, m.id DESC
                LIMIT $3::bigint + $4::bigint
            )
        ) AS found
        ORDER BY found.chat_id DESC, found.id DESC
        LIMIT $3
        OFFSET $4
    ) AS page
    CROSS JOIN LATERAL public.message_view(page) AS view
) ON true
ORDER BY view.message_id DESC
