-- The members of the chat of the message $1 of the realm $5 who have read it, without its author and
-- those who block the reader $4, by id: at most $3 after the user $2. They read it when their mark first
-- passed it, by reading or by sending. Mostly that is soon, so that only the first 2,000 events of the
-- chat after the message are looked at: the time of a member who read later is NULL.
WITH message AS MATERIALIZED (
    SELECT m.id, m.chat_id, m.sender_id
    FROM public.messages AS m
    WHERE m.id = $1
), visits AS MATERIALIZED (
    SELECT later.actor_id, min(later.recorded_at) AS read_at
    FROM message AS m
    CROSS JOIN LATERAL (
        SELECT e.actor_id, e.kind, e.payload, e.recorded_at
        FROM public.events AS e
        WHERE e.chat_id = m.chat_id
          AND e.position + 0 > m.id
        ORDER BY e.position + 0
        LIMIT 2000
    ) AS later
    WHERE later.kind = 'message_sent' AND public.is_visit(later.payload)
       OR later.kind = 'chat_read' AND public.id_in(later.payload, 'up_to_id') >= m.id
    GROUP BY later.actor_id
), blocking AS MATERIALIZED (
    SELECT ARRAY(
        SELECT b.blocker_id
        FROM (SELECT * FROM public.blocks WHERE blocked_id = $4 OFFSET 0) AS b
        WHERE b.realm = $5
    ) AS ids
)
SELECT p.user_id,
       (
           SELECT v.read_at
           FROM visits AS v
           WHERE v.actor_id = p.user_id
       ) AS read_at
FROM message AS m
CROSS JOIN blocking
CROSS JOIN LATERAL (
    SELECT p.*
    FROM public.chat_participants AS p
    WHERE p.chat_id = m.chat_id
    OFFSET 0
) AS p
WHERE p.last_read_id >= m.id
  AND p.user_id IS DISTINCT FROM m.sender_id
  AND p.user_id > $2
  AND p.user_id <> ALL (blocking.ids)
ORDER BY p.user_id
LIMIT $3
