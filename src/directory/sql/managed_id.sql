-- The user of the realm $2 with the external id $1 or, where that is NULL, the id $3.
SELECT u.id AS user_id
FROM (
    SELECT * FROM public.users WHERE external_id = $1
    UNION ALL
    SELECT * FROM public.users WHERE id = $3
    OFFSET 0
) AS u
WHERE public.is_member_of_realm(u.role, u.realms, $2)
