-- Those who voted in the poll $2 of the realm $1, by id: at most $5 after the user $4; with an option $3 those
-- who chose it. Their presence is shown to the reader $6 if they are in the chat and do not block the reader.
SELECT v.user_id,
       to_jsonb(v.option_ids) AS option_ids,
       voted.recorded_at AS voted_at,
       u.id IS NOT NULL AS exists,
       u.name,
       u.picture_id,
       u.role AS user_role,
       u.avatar_url,
       p.user_id IS NOT NULL AND block.id IS NULL AS shows_presence,
       (
           SELECT l.at
           FROM public.last_seen AS l
           WHERE l.user_id = v.user_id
             AND p.user_id IS NOT NULL
             AND block.id IS NULL
       ) AS last_seen
FROM (
    SELECT v.message_id, v.user_id, v.option_ids, v.vote_position
    FROM public.poll_votes AS v
    WHERE v.message_id = $2
      AND v.user_id > $4
      AND ($3::bigint IS NULL OR $3::bigint = ANY (v.option_ids))
    ORDER BY v.user_id
    LIMIT $5
) AS v
CROSS JOIN LATERAL (
    SELECT e.chat_id, e.recorded_at
    FROM public.events AS e
    WHERE e.position = v.vote_position
    OFFSET 0
) AS voted
LEFT JOIN LATERAL public.active_participant(voted.chat_id, v.user_id) AS p ON true
LEFT JOIN LATERAL (
    SELECT u.id, u.name, u.role, u.picture_id, u.avatar_url
    FROM public.users AS u
    WHERE u.id = v.user_id
    OFFSET 0
) AS u ON true
LEFT JOIN LATERAL (
    SELECT b.id
    FROM public.blocks AS b
    WHERE b.realm = $1
      AND b.blocker_id = v.user_id
      AND b.blocked_id = $6
    OFFSET 0
) AS block ON true
ORDER BY v.user_id
