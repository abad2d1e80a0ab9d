-- The users $1 who still exist, as they are now.
SELECT NULL::bigint AS position, u.id, u.name, u.role
FROM unnest($1::bigint[]) AS named (id)
CROSS JOIN LATERAL (
    SELECT u.id, u.name, u.role FROM public.users AS u WHERE u.id = named.id OFFSET 0
) AS u
