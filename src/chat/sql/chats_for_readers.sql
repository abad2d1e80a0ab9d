-- What chats ($2) of the realm $1 are to readers ($3, at the same index). No row unless the reader is in
-- the chat, or sees all chats ($4, at the same index).
SELECT asked.number, own.*, head.position AS head_position
FROM unnest($2::bigint[], $3::bigint[], $4::boolean[]) WITH ORDINALITY
     AS asked (chat_id, user_id, sees_all, number)
CROSS JOIN LATERAL public.active_chat($1, asked.chat_id) AS c
LEFT JOIN LATERAL public.active_participant(c.id, asked.user_id) AS p ON true
CROSS JOIN LATERAL public.chat_for_reader(c, p, asked.user_id) AS own
CROSS JOIN public.log_head AS head
WHERE p.user_id IS NOT NULL
   OR asked.sees_all
