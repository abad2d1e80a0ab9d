-- Removes those of the chats $2 of the endpoint $1 for which no event waits.
DELETE FROM public.event_webhook_chats AS c
WHERE c.endpoint = $1
  AND c.chat_id = ANY ($2)
  AND NOT EXISTS (
      SELECT
      FROM public.event_webhooks AS w
      WHERE w.endpoint = $1
        AND w.chat_id = c.chat_id
      OFFSET 0
  )
