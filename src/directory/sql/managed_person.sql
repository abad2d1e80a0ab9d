-- The user $1 of the realm $2, and whether its keys issue tokens for them: also for people of every realm, since
-- such a token opens the realm of the key alone.
SELECT u.id AS user_id,
       u.external_id,
       u.email,
       u.name,
       u.role,
       u.created_at,
       u.picture_id,
       u.avatar_url,
       u.role IN ('student', 'teacher', 'member')
           AND (u.realms IS NULL OR public.is_managed(u.role, u.realms, $2)) AS is_managed
FROM public.users AS u
WHERE u.id = $1
  AND public.is_member_of_realm(u.role, u.realms, $2)
