-- The first 100 chats of the realm $1 that the users $2 and $3 are in, groups only if $4.
SELECT c.id AS chat_id
FROM (
    SELECT p.chat_id
    FROM public.chat_participants AS p
    WHERE p.user_id + 0 = $2
    OFFSET 0
) AS own
CROSS JOIN LATERAL public.active_chat($1, own.chat_id) AS c
CROSS JOIN LATERAL public.active_participant(c.id, $3) AS other
WHERE c.type = 'private'
   OR $4
ORDER BY c.id
LIMIT 100
