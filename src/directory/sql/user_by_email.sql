-- The user with the e-mail address $1, and the hash of the password, which a deactivated user has none of.
SELECT u.id AS user_id,
       u.external_id,
       u.email,
       u.name,
       u.role,
       u.created_at,
       u.picture_id,
       u.avatar_url,
       CASE WHEN u.deactivated_at IS NULL THEN c.password_hash END AS password_hash
FROM public.users AS u
LEFT JOIN public.credentials AS c ON c.user_id = u.id
WHERE lower(u.email) = lower($1)
