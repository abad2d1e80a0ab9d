-- The seconds until the next notification is due.
SELECT extract(epoch FROM n.next_attempt_at - now())::float8 AS seconds
FROM public.notifications AS n
WHERE n.next_attempt_at > now()
ORDER BY n.next_attempt_at
LIMIT 1
