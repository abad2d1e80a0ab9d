-- A page of the messages of the chat $1 by id, as the user $6 sees them: the newest $3 before the message $2,
-- without the newest $7 of these, and the oldest $4 from it on. $5 says which ones besides those that are not
-- deleted: `undeleted` (no others), `replied_to` (deleted ones that another message replies to), `deleted`
-- (all deleted ones, with their texts), or `everything` (deleted ones without texts, and system messages).
-- Only the last has reactions.
--
-- Shown, deleted and replied-to deleted messages have an index each (V0003): a page merges short reads, so
-- that deleted messages cost nothing where they are not shown. A sort key is compared as a pair, (chat_id, id):
-- sql/projection/newest_message_up_to.sql says why. There is one bound on each side: of two, a scan may begin
-- at the wrong one, and walk the chat to the right one.
SELECT head.*, view.*, view.in_chat_id AS chat_id
FROM public.head_cursor AS head
LEFT JOIN (
    (
        (
            SELECT found.*
            FROM (
                (
                    SELECT m.chat_id, m.id, m AS message, NULL::bigint AS system_id
                    FROM public.messages AS m
                    WHERE NOT m.is_deleted
                      AND (m.chat_id, m.id) >= ($1, 0)
                      AND (m.chat_id, m.id) < ($1, $2)
                    ORDER BY m.chat_id DESC, m.id DESC
                    LIMIT $3::bigint + $7::bigint
                )
                UNION ALL
                (
                    SELECT m.chat_id, m.id, m AS message, NULL::bigint AS system_id
                    FROM public.messages AS m
                    WHERE m.is_deleted
                      AND $5 IN ('deleted', 'everything')
                      AND (m.chat_id, m.id) >= ($1, 0)
                      AND (m.chat_id, m.id) < ($1, $2)
                    ORDER BY m.chat_id DESC, m.id DESC
                    LIMIT $3::bigint + $7::bigint
                )
                UNION ALL
                (
                    SELECT m.chat_id, m.id, m AS message, NULL::bigint AS system_id
                    FROM public.messages AS m
                    WHERE m.is_deleted
                      AND m.has_replies
                      AND $5 = 'replied_to'
                      AND (m.chat_id, m.id) >= ($1, 0)
                      AND (m.chat_id, m.id) < ($1, $2)
                    ORDER BY m.chat_id DESC, m.id DESC
                    LIMIT $3::bigint + $7::bigint
                )
                UNION ALL
                (
                    SELECT s.chat_id, s.id, NULL::public.messages AS message, s.id AS system_id
                    FROM public.system_messages AS s
                    WHERE $5 = 'everything'
                      AND (s.chat_id, s.id) >= ($1, 0)
                      AND (s.chat_id, s.id) < ($1, $2)
                    ORDER BY s.chat_id DESC, s.id DESC
                    LIMIT $3::bigint + $7::bigint
                )
            ) AS found
            ORDER BY found.chat_id DESC, found.id DESC
            LIMIT $3
            OFFSET $7
        )
        UNION ALL
        (
            SELECT found.*
            FROM (
                (
                    SELECT m.chat_id, m.id, m AS message, NULL::bigint AS system_id
                    FROM public.messages AS m
                    WHERE NOT m.is_deleted
                      AND (m.chat_id, m.id) >= ($1, $2)
                      AND (m.chat_id, m.id) < ($1 + 1, 0)
                    ORDER BY m.chat_id, m.id
                    LIMIT $4
                )
                UNION ALL
                (
                    SELECT m.chat_id, m.id, m AS message, NULL::bigint AS system_id
                    FROM public.messages AS m
                    WHERE m.is_deleted
                      AND $5 IN ('deleted', 'everything')
                      AND (m.chat_id, m.id) >= ($1, $2)
                      AND (m.chat_id, m.id) < ($1 + 1, 0)
                    ORDER BY m.chat_id, m.id
                    LIMIT $4
                )
                UNION ALL
                (
                    SELECT m.chat_id, m.id, m AS message, NULL::bigint AS system_id
                    FROM public.messages AS m
                    WHERE m.is_deleted
                      AND m.has_replies
                      AND $5 = 'replied_to'
                      AND (m.chat_id, m.id) >= ($1, $2)
                      AND (m.chat_id, m.id) < ($1 + 1, 0)
                    ORDER BY m.chat_id, m.id
                    LIMIT $4
                )
                UNION ALL
                (
                    SELECT s.chat_id, s.id, NULL::public.messages AS message, s.id AS system_id
                    FROM public.system_messages AS s
                    WHERE $5 = 'everything'
                      AND (s.chat_id, s.id) >= ($1, $2)
                      AND (s.chat_id, s.id) < ($1 + 1, 0)
                    ORDER BY s.chat_id, s.id
                    LIMIT $4
                )
            ) AS found
            ORDER BY found.chat_id, found.id
            LIMIT $4
        )
    ) AS page
    CROSS JOIN LATERAL public.message_view(
        page.message, page.system_id, $6, $5 <> 'everything'
    ) AS view
) ON true
ORDER BY page.id
