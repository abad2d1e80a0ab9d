-- The chats of each user of $2 in the realm of $1 beside it, in their order, and the head of the log
-- at that moment; also the chats from which they were removed by one of the last 1,024 events, and the
-- users who block them in that realm.
SELECT h.position, e.event_id, of_user.chat_ids, of_user.group_ids, of_user.left_ids,
       blocking.blocker_ids
FROM public.log_head AS h
LEFT JOIN LATERAL (
    SELECT e.event_id FROM public.events AS e WHERE e.position = h.position OFFSET 0
) AS e ON true
CROSS JOIN unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS k (realm, user_id, number)
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(p.chat_id) FILTER (WHERE p.left_at IS NULL), '{}') AS chat_ids,
           coalesce(
               array_agg(p.chat_id) FILTER (WHERE p.left_at IS NULL AND c.type = 'group'), '{}'
           ) AS group_ids,
           coalesce(array_agg(p.chat_id) FILTER (WHERE p.left_at IS NOT NULL), '{}') AS left_ids
    FROM (SELECT * FROM public.chat_participants WHERE user_id + 0 = k.user_id OFFSET 0) AS p
    CROSS JOIN LATERAL (
        SELECT c.realm, c.type FROM public.chats AS c WHERE c.id = p.chat_id OFFSET 0
    ) AS c
    WHERE (p.left_at IS NULL OR p.left_position > h.position - 1024)
      AND c.realm = k.realm
) AS of_user
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(b.blocker_id), '{}') AS blocker_ids
    FROM (SELECT * FROM public.blocks WHERE blocked_id = k.user_id OFFSET 0) AS b
    WHERE b.realm = k.realm
) AS blocking
ORDER BY k.number
