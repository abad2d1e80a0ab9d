-- The users $3, each named in the chat $4 at the same index, as the user $2 at the same index sees them in the
-- realm $1, by $5, the number of the question, and id: also who has left, and who was deactivated or deleted. The
-- presence of one is shown who is in a chat that names them and does not block the reader. `blocks_some`: whether
-- they block anybody, so that others may see less of them.
SELECT named.number,
       named.user_id,
       u.id IS NOT NULL AS exists,
       u.name,
       u.role AS user_role,
       u.picture_id,
       u.avatar_url,
       named.is_present AND block.id IS NULL AS shows_presence,
       some_block.id IS NOT NULL AS blocks_some,
       (
           SELECT l.at
           FROM public.last_seen AS l
           WHERE l.user_id = named.user_id
             AND named.is_present
             AND block.id IS NULL
       ) AS last_seen
FROM (
    SELECT asked.number, asked.reader_id, asked.user_id, bool_or(p.user_id IS NOT NULL) AS is_present
    FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
         AS asked (reader_id, user_id, chat_id, number)
    LEFT JOIN LATERAL public.active_participant(asked.chat_id, asked.user_id) AS p ON true
    GROUP BY asked.number, asked.reader_id, asked.user_id
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
      AND b.blocked_id = named.reader_id
    OFFSET 0
) AS block ON true
LEFT JOIN LATERAL (
    SELECT b.id
    FROM public.blocks AS b
    WHERE b.realm = $1
      AND b.blocker_id = named.user_id
    LIMIT 1
) AS some_block ON true
ORDER BY named.number, named.user_id
