-- The members of the chat of the message $1 who have read it, without its author, by id: at most $3
-- after the user $2. They read it when their mark first passed it, by reading or by sending.
SELECT p.user_id,
       u.id IS NOT NULL AS exists,
       u.name,
       u.role AS user_role,
       (
           SELECT l.at
           FROM public.last_seen AS l
           WHERE l.user_id = p.user_id
       ) AS last_seen,
       (
           SELECT min(e.recorded_at)
           FROM public.events AS e
           WHERE e.chat_id = m.chat_id
             AND e.actor_id = p.user_id
             AND e.position > m.id
             AND (e.kind = 'message_sent'
                  OR e.kind = 'chat_read' AND public.id_in(e.payload, 'up_to_id') >= m.id)
       ) AS read_at
FROM (
    SELECT m.id, m.chat_id, m.sender_id
    FROM public.messages AS m
    WHERE m.id = $1
    OFFSET 0
) AS m
CROSS JOIN LATERAL (
    SELECT p.*
    FROM public.chat_participants AS p
    WHERE p.chat_id = m.chat_id
    OFFSET 0
) AS p
LEFT JOIN LATERAL (
    SELECT u.id, u.name, u.role
    FROM public.users AS u
    WHERE u.id = p.user_id
    OFFSET 0
) AS u ON true
WHERE p.left_at IS NULL
  AND p.last_read_id >= m.id
  AND p.user_id IS DISTINCT FROM m.sender_id
  AND p.user_id > $2
ORDER BY p.user_id
LIMIT $3
