-- The user $1, if the user $3 finds them in the realm $2 ($4: only counterparts) or is in a chat of it
-- with them.
SELECT u.id AS user_id,
       u.external_id,
       u.email,
       u.name,
       u.role,
       u.created_at
FROM public.users AS u
WHERE u.id = $1
  AND (u.role <> 'guest' AND public.is_findable($2, u.id, $3, $4)
       OR public.shares_chat($2, $3, u.id))
