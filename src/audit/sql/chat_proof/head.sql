-- The ends of the log and of its last seal, whether there is a chat $1, its events that no seal covers yet, and who
-- asks.
SELECT h.position AS head,
       sealed.to_position AS sealed_to,
       EXISTS (SELECT FROM public.events AS e WHERE e.chat_id = $1) AS chat_exists,
       unsealed.events,
       unsealed.from_position,
       unsealed.to_position,
       session_user::text AS database_user
FROM public.log_head AS h
CROSS JOIN (
    SELECT coalesce(max(s.to_position), 0) AS to_position
    FROM audit.seals AS s
) AS sealed
CROSS JOIN LATERAL (
    SELECT count(*) AS events, min(e.position) AS from_position, max(e.position) AS to_position
    FROM public.events AS e
    WHERE e.chat_id = $1
      AND e.position + 0 > sealed.to_position
) AS unsealed
