-- The user of the realm $2 with the external id $1, and whether its keys manage them ($3: the server serves
-- no other realm).
SELECT u.id AS user_id,
       public.is_managed(u.role, u.realms, $2, $3) AS is_managed
FROM public.users AS u
WHERE u.external_id = $1
  AND public.is_member_of_realm(u.role, u.realms, $2)
