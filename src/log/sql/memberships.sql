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
    SELECT coalesce(array_agg(p.chat_id) FILTER (WHERE NOT p.has_left), '{}') AS chat_ids,
           coalesce(
               array_agg(p.chat_id) FILTER (WHERE NOT p.has_left AND c.type = 'group'), '{}'
           ) AS group_ids,
           coalesce(array_agg(p.chat_id) FILTER (WHERE p.has_left), '{}') AS left_ids
    FROM (
        SELECT p.chat_id, false AS has_left
        FROM public.chat_participants AS p
        WHERE p.user_id + 0 = k.user_id
        UNION ALL
        SELECT f.chat_id, true
        FROM public.former_participants AS f
        WHERE (f.user_id + 0, f.left_position) > (k.user_id, h.position - 1024)
          AND (f.user_id + 0, f.left_position) <= (k.user_id, h.position)
        OFFSET 0
    ) AS p
    CROSS JOIN LATERAL (
        SELECT c.realm, c.type FROM public.chats AS c WHERE c.id = p.chat_id OFFSET 0
    ) AS c
    WHERE c.realm = k.realm
) AS of_user
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(b.blocker_id), '{}') AS blocker_ids
    FROM (SELECT * FROM public.blocks WHERE blocked_id = k.user_id OFFSET 0) AS b
    WHERE b.realm = k.realm
) AS blocking
ORDER BY k.number
