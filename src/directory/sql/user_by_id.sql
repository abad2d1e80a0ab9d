-- The user $1.
SELECT u.id AS user_id,
       u.external_id,
       u.email,
       u.name,
       u.role,
       u.created_at,
       u.picture_id,
       u.avatar_url
FROM public.users AS u
WHERE u.id = $1
