-- The chats $2 of the realm $1 as all their readers see them. No row for a chat that is deleted.
SELECT shared.*
FROM unnest($2::bigint[]) AS asked (chat_id)
CROSS JOIN LATERAL public.active_chat($1, asked.chat_id) AS c
CROSS JOIN LATERAL public.chat_view(c, NULL::bigint, 'pair') AS shared
