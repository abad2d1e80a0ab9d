-- How far each user had read the chat $1 by the position $3, as far as the events after $2 tell, and the
-- number of these events, at most $4.
WITH events AS MATERIALIZED (
    SELECT e.*
    FROM public.events AS e
    WHERE e.chat_id = $1
      AND e.position + 0 >= $2
      AND e.position + 0 <= $3
    ORDER BY e.position + 0
    LIMIT $4
)
SELECT e.actor_id AS user_id,
       max(CASE e.kind
           WHEN 'message_sent' THEN e.position
           ELSE least((e.payload ->> 'up_to_id')::bigint, e.position)
       END) AS up_to,
       (SELECT count(*) FROM events) AS events
FROM events AS e
WHERE e.kind = 'chat_read'
   OR e.kind = 'message_sent' AND public.is_visit(e.payload)
GROUP BY e.actor_id
