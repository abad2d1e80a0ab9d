-- The password hash of the user $1.
SELECT c.password_hash
FROM public.credentials AS c
WHERE c.user_id = $1
