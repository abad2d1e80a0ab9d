-- Queues notifications for the messages at positions $1 to $2: one for each subscription of a recipient
-- who was offline when the message was committed and has not connected since. A notification of the
-- same subscription and chat that is still waiting is replaced.
WITH wanted AS (
    SELECT s.id AS subscription_id,
           s.chat_id,
           max(s.message_id) AS position,
           min(s.message_id) AS since
    FROM (
        SELECT s.id, r.*
        FROM public.recipients($1, $2) AS r
        CROSS JOIN LATERAL (
            SELECT s.id, s.realm
            FROM public.push_subscriptions AS s
            WHERE s.user_id = r.user_id
            OFFSET 0
        ) AS s
        WHERE s.realm = r.realm
        OFFSET 0
    ) AS s
    CROSS JOIN LATERAL public.absence(s.user_id, s.sent_at)
    GROUP BY s.id, s.chat_id
), queued AS (
    INSERT INTO public.push_notifications AS n (subscription_id, chat_id, position, since)
    SELECT w.subscription_id, w.chat_id, w.position, w.since
    FROM wanted AS w
    ON CONFLICT (subscription_id, chat_id) DO UPDATE
    SET position = excluded.position,
        created_at = now()
    WHERE n.position < excluded.position
    RETURNING n.subscription_id
)
UPDATE public.push_subscriptions AS s
SET next_attempt_at = now()
WHERE s.id = ANY (ARRAY(SELECT q.subscription_id FROM queued AS q))
  AND s.next_attempt_at IS NULL
