-- The ids of the users of the realm $2 with the external ids $1.
SELECT u.id AS user_id
FROM unnest($1::text[]) AS named (external_id)
CROSS JOIN LATERAL (
    SELECT * FROM public.users WHERE external_id = named.external_id OFFSET 0
) AS u
WHERE public.is_member_of_realm(u.role, u.realms, $2)
