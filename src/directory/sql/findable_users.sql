-- The first $2 users after $1, by id, whom the user $4 finds in the realm $3; $5: only counterparts.
SELECT u.id AS user_id,
       u.external_id,
       u.email,
       u.name,
       u.role,
       u.created_at
FROM public.users AS u
WHERE u.id > $1
  AND u.role <> 'guest'
  AND public.is_findable($3, u.id, $4, $5)
ORDER BY u.id
LIMIT $2
