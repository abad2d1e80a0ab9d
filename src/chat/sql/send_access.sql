-- What limits the user $3 in writing to the chat $2 of the realm $1: no row unless the user is in
-- it.
SELECT c.uuid AS chat_uuid,
       EXISTS (
           SELECT
           FROM public.bans AS b
           WHERE b.realm = c.realm
             AND b.user_id = $3
       ) AS is_banned,
       public.is_blocked_in(c.id, $3) AS is_blocked
FROM (
    SELECT c.*
    FROM public.chats AS c
    WHERE c.id = $2
    OFFSET 0
) AS c
CROSS JOIN LATERAL (
    SELECT p.user_id
    FROM public.chat_participants AS p
    WHERE p.chat_id = c.id
      AND p.user_id = $3
    OFFSET 0
) AS p
WHERE c.realm = $1
