-- Queues for the endpoint $1 the events at the positions $3 in the chats $2 (at the same index), imported ones
-- excepted. Returns how many.
WITH given AS MATERIALIZED (
    SELECT e.chat_id, e.position
    FROM unnest($2::bigint[], $3::bigint[]) AS e (chat_id, position)
    WHERE NOT public.is_imported(e.position)
), queued AS (
    INSERT INTO public.event_webhooks (endpoint, chat_id, position)
    SELECT $1, g.chat_id, g.position
    FROM given AS g
    ON CONFLICT DO NOTHING
), chats AS (
    INSERT INTO public.event_webhook_chats (endpoint, chat_id)
    SELECT DISTINCT $1, g.chat_id
    FROM given AS g
    ON CONFLICT DO NOTHING
)
SELECT count(*) AS queued
FROM given
