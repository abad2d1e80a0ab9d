-- The user $1.
SELECT u.id AS user_id,
       u.external_id,
       u.email,
       u.name,
       u.role,
       u.created_at,
       u.picture_id
FROM public.users AS u
WHERE u.id = $1
