-- The oldest events, at most $4 of each, of at most $3 due chats of the endpoint $1 other than $2. One row
-- without an event for a chat that has none.
SELECT c.chat_id,
       c.attempts,
       e.id,
       e.position
FROM (
    SELECT c.chat_id, c.attempts, c.next_attempt_at
    FROM public.event_webhook_chats AS c
    WHERE c.endpoint = $1
      AND c.next_attempt_at <= now()
      AND c.chat_id <> ALL ($2)
    ORDER BY c.endpoint, c.next_attempt_at
    LIMIT $3
) AS c
LEFT JOIN LATERAL (
    SELECT w.id, w.position
    FROM public.event_webhooks AS w
    WHERE w.endpoint = $1
      AND w.chat_id = c.chat_id
    ORDER BY w.endpoint, w.chat_id, w.position
    LIMIT $4
) AS e ON true
ORDER BY c.next_attempt_at, c.chat_id, e.position
