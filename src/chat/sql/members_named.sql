-- Those of the users $4 who are members of the group $2 of the realm $1, as the user $3 sees them, in the order of
-- the list of members (members.sql), and with them the owner, if they are it since a former one has left. No members
-- where there is no such chat. `blocks_some`: whether the member blocks anybody, so that others may see less of them.
WITH ranked AS MATERIALIZED (
    SELECT p.chat_id,
           p.user_id,
           p.role,
           p.joined_at,
           p.last_read_id,
           public.role_beside_owner(p, owner.id) AS member_role,
           CASE public.role_beside_owner(p, owner.id)
               WHEN 'owner' THEN 0
               WHEN 'admin' THEN 1
               ELSE 2
           END AS rank,
           (extract(epoch FROM p.joined_at) * 1000000)::bigint AS joined
    FROM public.active_chat($1, $2) AS c
    CROSS JOIN LATERAL (
        SELECT public.group_owner(c.id) AS id
        OFFSET 0
    ) AS owner
    CROSS JOIN LATERAL (
        SELECT p.*
        FROM public.chat_participants AS p
        WHERE p.chat_id = c.id
        OFFSET 0
    ) AS p
)
SELECT counted.*,
       named.*,
       u.id IS NOT NULL AS exists,
       u.name,
       u.role AS user_role,
       u.picture_id,
       u.avatar_url,
       block.id IS NULL AS shows_presence,
       some_block.id IS NOT NULL AS blocks_some,
       (
           SELECT l.at
           FROM public.last_seen AS l
           WHERE l.user_id = named.user_id
             AND block.id IS NULL
       ) AS last_seen
FROM (
    SELECT count(*) AS member_count,
           coalesce(array_agg(r.user_id) FILTER (WHERE r.rank < 2), '{}') AS manager_ids,
           min(r.user_id) FILTER (WHERE r.rank = 0 AND r.role <> 'owner') AS successor_id
    FROM ranked AS r
) AS counted
LEFT JOIN (
    SELECT r.user_id, r.joined_at, r.last_read_id, r.member_role, r.rank, r.joined
    FROM ranked AS r
    WHERE r.user_id = ANY ($4::bigint[])
       OR (r.rank = 0 AND r.role <> 'owner')
) AS named ON true
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
      AND b.blocked_id = $3
    OFFSET 0
) AS block ON true
LEFT JOIN LATERAL (
    SELECT b.id
    FROM public.blocks AS b
    WHERE b.realm = $1
      AND b.blocker_id = named.user_id
    LIMIT 1
) AS some_block ON true
ORDER BY named.rank, named.joined, named.user_id
