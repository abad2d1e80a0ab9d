-- When the users $1 were last seen, and the chats that they are in. For a deleted user these are
-- the chats that they left in the last minute, because deleting a user removes them from all chats.
SELECT listed.user_id,
       (SELECT l.at FROM public.last_seen AS l WHERE l.user_id = listed.user_id) AS last_seen,
       chats.realms,
       chats.ids AS chat_ids
FROM unnest($1::bigint[]) AS listed (user_id)
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(c.realm), '{}') AS realms,
           coalesce(array_agg(c.id), '{}') AS ids
    FROM (
        SELECT p.chat_id
        FROM public.chat_participants AS p
        WHERE p.user_id + 0 = listed.user_id
        UNION ALL
        SELECT f.chat_id
        FROM (
            SELECT f.chat_id, f.left_at
            FROM public.former_participants AS f
            WHERE f.user_id + 0 = CASE
                WHEN NOT EXISTS (SELECT FROM public.users AS u WHERE u.id = listed.user_id)
                    THEN listed.user_id
            END
            OFFSET 0
        ) AS f
        WHERE f.left_at > now() - interval '1 minute'
        OFFSET 0
    ) AS p
    CROSS JOIN LATERAL (
        SELECT * FROM public.chats WHERE id = p.chat_id OFFSET 0
    ) AS c
) AS chats
