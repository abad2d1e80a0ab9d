-- The members of the chat $2 of the realm $1 as the user $3 sees them: at most $8 after the one with the sort
-- key ($5, $6, $7); the owner of a group first, then its admins, then the others, each by when they joined.
-- $4 has words that begin parts of the name; NULL: any.
--
-- The order depends on the roles of all members, so they are read by their chat, up to the limit of a group,
-- and what else a member shows only for those of the page. With $4 their names are read too.
WITH page AS MATERIALIZED (
    SELECT ranked.*
    FROM public.active_chat($1, $2) AS c
    CROSS JOIN LATERAL (
        SELECT CASE c.type WHEN 'group' THEN public.group_owner(c.id) END AS id
        OFFSET 0
    ) AS owner
    CROSS JOIN LATERAL (
        SELECT p.chat_id,
               p.user_id,
               p.joined_at,
               p.last_read_id,
               public.role_beside_owner(p, owner.id) AS member_role,
               CASE public.role_beside_owner(p, owner.id)
                   WHEN 'owner' THEN 0
                   WHEN 'admin' THEN 1
                   ELSE 2
               END AS rank,
               (extract(epoch FROM p.joined_at) * 1000000)::bigint AS joined
        FROM public.chat_participants AS p
        WHERE p.chat_id = c.id
        OFFSET 0
    ) AS ranked
    WHERE (ranked.rank, ranked.joined, ranked.user_id) > ($5::bigint, $6::bigint, $7::bigint)
      AND ($4::text IS NULL OR EXISTS (
          SELECT
          FROM public.users AS u
          WHERE u.id = ranked.user_id
            AND public.begins_parts(
                public.fold_name(coalesce(u.name, u.id::text)),
                (SELECT public.name_words($4))
            )
          OFFSET 0
      ))
    ORDER BY ranked.rank, ranked.joined, ranked.user_id
    LIMIT $8
)
SELECT head.*,
       page.*,
       u.id IS NOT NULL AS exists,
       u.name,
       u.role AS user_role,
       u.picture_id,
       u.avatar_url,
       block.id IS NULL AS shows_presence,
       (
           SELECT l.at
           FROM public.last_seen AS l
           WHERE l.user_id = page.user_id
             AND block.id IS NULL
       ) AS last_seen
FROM public.head_cursor AS head
LEFT JOIN (
    page
    LEFT JOIN LATERAL (
        SELECT u.id, u.name, u.role, u.picture_id, u.avatar_url
        FROM public.users AS u
        WHERE u.id = page.user_id
        OFFSET 0
    ) AS u ON true
    LEFT JOIN LATERAL (
        SELECT b.id
        FROM public.blocks AS b
        WHERE b.realm = $1
          AND b.blocker_id = page.user_id
          AND b.blocked_id = $3
        OFFSET 0
    ) AS block ON true
) ON true
ORDER BY page.rank, page.joined, page.user_id
