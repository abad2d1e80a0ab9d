-- The user $1 of the realm $2, and whether its keys issue tokens for them.
SELECT u.id AS user_id,
       u.external_id,
       u.email,
       u.name,
       u.role,
       u.created_at,
       u.picture_id,
       u.avatar_url,
       public.is_managed(u.role, u.realms, $2, true) AS is_managed
FROM public.users AS u
WHERE u.id = $1
  AND public.is_member_of_realm(u.role, u.realms, $2)
