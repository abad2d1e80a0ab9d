-- Moves the dead letters of endpoints $1, or all if it is NULL, back to the waiting events, to be retried
-- for another day. Each is posted before the events of its chat that happened later and wait.
WITH taken AS (
    DELETE FROM public.event_dead_letters AS d
    WHERE $1::uuid[] IS NULL
       OR d.id = ANY ($1)
    RETURNING d.id, d.endpoint, d.chat_id, d.position
), queued AS (
    INSERT INTO public.event_webhooks (id, endpoint, chat_id, position)
    SELECT t.id, t.endpoint, t.chat_id, t.position
    FROM taken AS t
    ON CONFLICT DO NOTHING
), due AS (
    INSERT INTO public.event_webhook_chats (endpoint, chat_id)
    SELECT DISTINCT t.endpoint, t.chat_id
    FROM taken AS t
    ON CONFLICT (endpoint, chat_id) DO UPDATE
    SET attempts = 0,
        last_error = NULL,
        next_attempt_at = now()
)
SELECT count(*) AS retried
FROM taken
