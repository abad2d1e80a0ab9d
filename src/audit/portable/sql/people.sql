-- The people with these ids, and what an export says of them. One who was imported keeps the key that
-- they came with, so that exporting them again gives the same file.
SELECT named.id,
       coalesce(came.origin, own.id) AS origin,
       coalesce(came.number, named.id) AS number,
       CASE
           WHEN u.id IS NOT NULL THEN NULL
           WHEN EXISTS (SELECT FROM public.erasures AS r WHERE r.user_id = named.id) THEN 'erased'
           ELSE 'deleted'
       END AS gone,
       u.email,
       u.name,
       u.role,
       u.company_id,
       u.realms,
       u.deactivated_at,
       u.former_realms,
       u.created_at,
       u.avatar_url,
       u.picture_id
FROM unnest($1::bigint[]) AS named (id)
CROSS JOIN audit.origin AS own
LEFT JOIN LATERAL (
    SELECT p.origin, p.number
    FROM audit.imported_people AS p
    WHERE p.user_id = named.id
    ORDER BY p.imported_at, p.origin, p.number
    LIMIT 1
) AS came ON true
LEFT JOIN LATERAL (
    SELECT u.* FROM public.users AS u WHERE u.id = named.id OFFSET 0
) AS u ON true
