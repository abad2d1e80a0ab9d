-- The chats of each user of $2 in the realm of $1 beside it, in their order, and the head of the log
-- at that moment.
SELECT h.position, e.event_id,
       ARRAY(
           SELECT p.chat_id
           FROM (SELECT * FROM public.chat_participants WHERE user_id + 0 = k.user_id OFFSET 0) AS p
           WHERE p.left_at IS NULL
             AND (SELECT c.realm FROM public.chats AS c WHERE c.id = p.chat_id) = k.realm
       ) AS chat_ids
FROM public.log_head AS h
LEFT JOIN LATERAL (
    SELECT e.event_id FROM public.events AS e WHERE e.position = h.position OFFSET 0
) AS e ON true
CROSS JOIN unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS k (realm, user_id, number)
ORDER BY k.number
