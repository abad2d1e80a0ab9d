-- The seconds until the next subscription is due.
SELECT extract(epoch FROM s.next_attempt_at - now())::float8 AS seconds
FROM public.push_subscriptions AS s
WHERE s.next_attempt_at > now()
ORDER BY s.next_attempt_at
LIMIT 1
