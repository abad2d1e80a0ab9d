-- The seconds until the next chat of the endpoint $1 is due.
SELECT extract(epoch FROM c.next_attempt_at - now())::float8 AS seconds
FROM public.event_webhook_chats AS c
WHERE c.endpoint = $1
  AND c.next_attempt_at > now()
ORDER BY c.endpoint, c.next_attempt_at
LIMIT 1
