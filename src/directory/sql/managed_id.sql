-- The user of the realm $2 with the external id $1.
SELECT u.id AS user_id
FROM public.users AS u
WHERE u.external_id = $1
  AND public.is_member_of_realm(u.role, u.realms, $2)
