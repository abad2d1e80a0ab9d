-- Messages of the realm $1, each ($2) as a user ($3, at the same place) sees it. No row for a message that
-- does not exist or whose chat is deleted.
SELECT asked.number, details.*
FROM unnest($2::bigint[], $3::bigint[]) WITH ORDINALITY AS asked (message_id, user_id, number)
CROSS JOIN LATERAL (
    SELECT m.*
    FROM public.messages AS m
    WHERE m.id = asked.message_id
    OFFSET 0
) AS m
CROSS JOIN LATERAL public.active_chat($1, m.chat_id) AS c
CROSS JOIN LATERAL public.message_details(m, asked.user_id) AS details
