-- The users $1, by id, also those who were erased.
SELECT named.user_id,
       u.id IS NOT NULL AS exists,
       u.external_id,
       u.email,
       u.name,
       u.role,
       u.created_at,
       u.picture_id,
       u.avatar_url
FROM unnest($1::bigint[]) AS named (user_id)
LEFT JOIN LATERAL (
    SELECT u.*
    FROM public.users AS u
    WHERE u.id = named.user_id
    OFFSET 0
) AS u ON true
ORDER BY named.user_id
