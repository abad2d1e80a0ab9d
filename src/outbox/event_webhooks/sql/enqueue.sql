-- Queues for the endpoint $1 the events at the positions $3 in the chats $2 (at the same place).
WITH queued AS (
    INSERT INTO public.event_webhooks (endpoint, chat_id, position)
    SELECT $1, e.chat_id, e.position
    FROM unnest($2::bigint[], $3::bigint[]) AS e (chat_id, position)
    ON CONFLICT DO NOTHING
)
INSERT INTO public.event_webhook_chats (endpoint, chat_id)
SELECT DISTINCT $1, e.chat_id
FROM unnest($2::bigint[]) AS e (chat_id)
ON CONFLICT DO NOTHING
