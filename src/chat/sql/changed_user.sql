-- The user $1 as they are now, also who was deleted. Who blocks the reader shows no presence: the caller
-- knows.
SELECT asked.id AS user_id,
       u.id IS NOT NULL AS exists,
       u.name,
       u.role AS user_role,
       u.picture_id,
       u.avatar_url,
       u.id IS NOT NULL AS shows_presence,
       (
           SELECT l.at
           FROM public.last_seen AS l
           WHERE l.user_id = asked.id
       ) AS last_seen
FROM (VALUES ($1::bigint)) AS asked (id)
LEFT JOIN LATERAL (
    SELECT u.id, u.name, u.role, u.picture_id, u.avatar_url
    FROM public.users AS u
    WHERE u.id = asked.id
    OFFSET 0
) AS u ON true
