-- Those of the users $1, by id, whom the user $3 knows in the realm $2: who is or was in a chat that $3 is in (of all
-- chats, if $6), erased or not; the programs of the realm; $3; and, unless $4, whom $3 may find (in every
-- company if $5; unless they block $3 and the realm does not hide it).
WITH own AS MATERIALIZED (
    SELECT c.id
    FROM (
        SELECT p.chat_id
        FROM public.chat_participants AS p
        WHERE p.user_id + 0 = $3
        OFFSET 0
    ) AS p
    CROSS JOIN LATERAL public.active_chat($2, p.chat_id) AS c
    WHERE NOT $6
)
SELECT asked.user_id,
       u.id IS NOT NULL AS exists,
       u.external_id,
       u.email,
       u.name,
       u.role,
       u.created_at,
       u.picture_id,
       u.avatar_url
FROM unnest($1::bigint[]) AS asked (user_id)
LEFT JOIN LATERAL (
    SELECT u.*
    FROM public.users AS u
    WHERE u.id = asked.user_id
    OFFSET 0
) AS u ON true
WHERE u.id = $3
   OR u.role = 'service' AND public.is_member_of_realm(u.role, u.realms, $2)
   OR NOT $4
      AND u.role <> 'guest'
      AND public.is_visible($2, u.role, u.realms, u.company_id, CASE
          WHEN $5 THEN u.company_id
          ELSE (
              SELECT reader.company_id
              FROM public.users AS reader
              WHERE reader.id = $3
          )
      END)
      AND (public.realm_hides_blocks($2) OR NOT public.is_blocked($2, u.id, $3))
   OR EXISTS (
       SELECT
       FROM (
           SELECT p.chat_id
           FROM public.chat_participants AS p
           WHERE p.user_id + 0 = asked.user_id
           UNION ALL
           SELECT f.chat_id
           FROM public.former_participants AS f
           WHERE f.user_id + 0 = asked.user_id
           OFFSET 0
       ) AS theirs
       WHERE CASE
           WHEN $6 THEN EXISTS (SELECT FROM public.active_chat($2, theirs.chat_id))
           ELSE theirs.chat_id IN (SELECT own.id FROM own)
       END
   )
ORDER BY asked.user_id
