-- The chats $1 of the realm $2, for the user $3 who sees all chats, in the order of the ids.
SELECT shared.*, own.*, head.position AS head_position
FROM unnest($1::bigint[]) WITH ORDINALITY AS listed (chat_id, ordinal)
CROSS JOIN LATERAL public.active_chat($2, listed.chat_id) AS c
LEFT JOIN LATERAL public.active_participant(c.id, $3) AS p ON true
CROSS JOIN LATERAL public.chat_view(c, NULL::bigint, 'pair') AS shared
CROSS JOIN LATERAL public.chat_for_reader(c, p, $3) AS own
CROSS JOIN public.log_head AS head
ORDER BY listed.ordinal
