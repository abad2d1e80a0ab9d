-- The newest 100 log-ins of the user $1.
SELECT l.id,
       l.device,
       host(l.address) AS address,
       l.created_at,
       l.last_used_at
FROM public.logins AS l
WHERE l.user_id = $1
ORDER BY l.user_id DESC, l.id DESC
LIMIT 100
