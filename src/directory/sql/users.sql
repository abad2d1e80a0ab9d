-- The first $2 users after $1, by id, who have an account and belong to the realm $3.
SELECT u.id AS user_id,
       u.external_id,
       u.email,
       u.name,
       u.role,
       u.created_at,
       u.picture_id,
       u.avatar_url
FROM public.users AS u
WHERE u.id > $1
  AND u.role <> 'guest'
  AND public.is_member_of_realm(u.role, u.realms, $3)
ORDER BY u.id
LIMIT $2
