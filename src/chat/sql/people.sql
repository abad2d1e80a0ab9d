-- The users $3, each named in the chat $4 at the same index, as the user $2 of the realm $1 sees them, by id:
-- also who has left, and who was deactivated or deleted. The presence of one is shown who is in a chat that
-- names them and does not block the reader.
SELECT named.user_id,
       u.id IS NOT NULL AS exists,
       u.name,
       u.role AS user_role,
       u.picture_id,
       u.avatar_url,
       named.is_present AND block.id IS NULL AS shows_presence,
       (
           SELECT l.at
           FROM public.last_seen AS l
           WHERE l.user_id = named.user_id
             AND named.is_present
             AND block.id IS NULL
       ) AS last_seen
FROM (
    SELECT asked.user_id, bool_or(p.user_id IS NOT NULL) AS is_present
    FROM unnest($3::bigint[], $4::bigint[]) AS asked (user_id, chat_id)
    LEFT JOIN LATERAL public.active_participant(asked.chat_id, asked.user_id) AS p ON true
    GROUP BY asked.user_id
    OFFSET 0
) AS named
LEFT JOIN LATERAL (
    SELECT u.id, u.name, u.role, u.picture_id, u.avatar_url
    FROM public.users AS u
    WHERE u.id = named.user_id
    OFFSET 0
) AS u ON true
LEFT JOIN LATERAL (
    SELECT b.id
    FROM public.blocks AS b
    WHERE b.realm = $1
      AND b.blocker_id = named.user_id
      AND b.blocked_id = $2
    OFFSET 0
) AS block ON true
ORDER BY named.user_id
