-- Accepts the invitation of the link with the hash $1, with the name $2 and the password hash $3.
SELECT u.id AS user_id,
       u.external_id,
       u.email,
       u.name,
       u.role,
       u.created_at,
       u.picture_id,
       u.avatar_url
FROM public.accept_invitation($1, $2, $3) AS u
