-- Messages of the chat $1, deleted or not, and its system messages, by id: the newest $3 before the
-- message $2, and the oldest $4 from it on, as the user $5 sees them. Shown and deleted messages have an
-- index each, as in history_before.sql.
SELECT head.*, details.*, details.in_chat_id AS chat_id
FROM public.head_cursor AS head
LEFT JOIN (
    (
        (
            SELECT found.*
            FROM (
                (
                    SELECT m.id, m AS message, NULL::bigint AS system_id
                    FROM public.messages AS m
                    WHERE NOT m.is_deleted
                      AND (m.chat_id, m.id) >= ($1, 0)
                      AND (m.chat_id, m.id) < ($1, $2)
                    ORDER BY m.chat_id DESC, m.id DESC
                    LIMIT $3
                )
                UNION ALL
                (
                    SELECT m.id, m AS message, NULL::bigint AS system_id
                    FROM public.messages AS m
                    WHERE m.is_deleted
                      AND (m.chat_id, m.id) >= ($1, 0)
                      AND (m.chat_id, m.id) < ($1, $2)
                    ORDER BY m.chat_id DESC, m.id DESC
                    LIMIT $3
                )
                UNION ALL
                (
                    SELECT s.id, NULL::public.messages AS message, s.id AS system_id
                    FROM public.system_messages AS s
                    WHERE (s.chat_id, s.id) >= ($1, 0)
                      AND (s.chat_id, s.id) < ($1, $2)
                    ORDER BY s.chat_id DESC, s.id DESC
                    LIMIT $3
                )
            ) AS found
            ORDER BY found.id DESC
            LIMIT $3
        )
        UNION ALL
        (
            SELECT found.*
            FROM (
                (
                    SELECT m.id, m AS message, NULL::bigint AS system_id
                    FROM public.messages AS m
                    WHERE NOT m.is_deleted
                      AND (m.chat_id, m.id) >= ($1, $2)
                      AND (m.chat_id, m.id) < ($1 + 1, 0)
                    ORDER BY m.chat_id, m.id
                    LIMIT $4
                )
                UNION ALL
                (
                    SELECT m.id, m AS message, NULL::bigint AS system_id
                    FROM public.messages AS m
                    WHERE m.is_deleted
                      AND (m.chat_id, m.id) >= ($1, $2)
                      AND (m.chat_id, m.id) < ($1 + 1, 0)
                    ORDER BY m.chat_id, m.id
                    LIMIT $4
                )
                UNION ALL
                (
                    SELECT s.id, NULL::public.messages AS message, s.id AS system_id
                    FROM public.system_messages AS s
                    WHERE (s.chat_id, s.id) >= ($1, $2)
                      AND (s.chat_id, s.id) < ($1 + 1, 0)
                    ORDER BY s.chat_id, s.id
                    LIMIT $4
                )
            ) AS found
            ORDER BY found.id
            LIMIT $4
        )
    ) AS page
    CROSS JOIN LATERAL public.message_details(page.message, page.system_id, $5) AS details
) ON true
ORDER BY page.id
