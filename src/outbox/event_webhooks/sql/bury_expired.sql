-- Moves the oldest event of each of the chats $2 of the endpoint $1, whose attempt has just failed, to the
-- dead letters if it was queued longer than $3 ago, or if the endpoint is gone: $4, at the place of the
-- chat. Returns their chats.
WITH expired AS (
    SELECT oldest.id, oldest.chat_id, oldest.position, oldest.queued_at, c.attempts, c.last_error
    FROM unnest($2::bigint[], $4::boolean[]) AS failed (chat_id, is_gone)
    CROSS JOIN LATERAL (
        SELECT w.*
        FROM public.event_webhooks AS w
        WHERE w.endpoint = $1
          AND w.chat_id = failed.chat_id
        ORDER BY w.endpoint, w.chat_id, w.position
        LIMIT 1
    ) AS oldest
    CROSS JOIN LATERAL (
        SELECT c.attempts, c.last_error
        FROM public.event_webhook_chats AS c
        WHERE c.endpoint = $1
          AND c.chat_id = failed.chat_id
        OFFSET 0
    ) AS c
    WHERE failed.is_gone OR oldest.queued_at < now() - $3::text::interval
), buried AS (
    INSERT INTO public.event_dead_letters
        (id, endpoint, chat_id, position, attempts, last_error, queued_at)
    SELECT e.id, $1, e.chat_id, e.position, e.attempts, e.last_error, e.queued_at
    FROM expired AS e
)
DELETE FROM public.event_webhooks AS w
WHERE w.id = ANY (ARRAY(SELECT e.id FROM expired AS e))
RETURNING w.chat_id
