-- Makes the oldest event of each of the chats $2 of the endpoint $1 due: the one before it is delivered, or
-- is a dead letter.
UPDATE public.event_webhook_chats AS c
SET attempts = 0,
    last_error = NULL,
    next_attempt_at = now()
WHERE c.endpoint = $1
  AND c.chat_id = ANY ($2)
