-- The chat $1 of the realm $2 as the user $3 sees it, if the user is in it, or sees all chats ($4).
SELECT head.*, shared.*, own.*
FROM public.head_cursor AS head
LEFT JOIN (
    public.active_chat($2, $1) AS c
    LEFT JOIN LATERAL public.active_participant(c.id, $3) AS p ON true
    CROSS JOIN LATERAL public.chat_view(c, NULL::bigint, 'pair') AS shared
    CROSS JOIN LATERAL public.chat_for_reader(c, p, $3) AS own
) ON p.user_id IS NOT NULL OR $4
