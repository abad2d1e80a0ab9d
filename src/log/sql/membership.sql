-- The chats of a user in a realm, and the head of the log at that moment.
SELECT h.position, e.event_id,
       ARRAY(
           SELECT p.chat_id
           FROM (SELECT * FROM public.chat_participants WHERE user_id + 0 = $1 OFFSET 0) AS p
           WHERE p.left_at IS NULL
             AND (SELECT c.realm FROM public.chats AS c WHERE c.id = p.chat_id) = $2
       ) AS chat_ids
FROM public.log_head AS h
LEFT JOIN LATERAL (
    SELECT e.event_id FROM public.events AS e WHERE e.position = h.position OFFSET 0
) AS e ON true
