-- Queues notifications for the messages at positions $1 to $2: one for each subscription of a recipient
-- who was offline when the message was committed and has not connected since.
--
-- Returns the number of messages to notify of, the number of new notifications, and the receivers.
WITH wanted AS (
    SELECT s.id AS subscription_id,
           s.chat_id,
           max(s.message_id) AS position,
           min(s.message_id) AS since,
           count(*) AS messages
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
)
SELECT coalesce(w.messages, 0)::bigint AS messages,
       q.added,
       q.receivers
FROM (
    SELECT sum(w.messages) AS messages,
           array_agg(w.subscription_id::text) AS receivers,
           array_agg(w.chat_id) AS topics,
           array_agg(w.position) AS positions,
           array_agg(w.since) AS since,
           array_agg(now()) AS due_at
    FROM wanted AS w
) AS w
CROSS JOIN LATERAL
    public.queue_deliveries('web_push', w.receivers, w.topics, w.positions, w.since, w.due_at) AS q
