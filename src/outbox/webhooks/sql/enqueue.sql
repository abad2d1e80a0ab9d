-- Queues notifications for the messages at positions $1 to $2: one for each recipient who was offline
-- when the message was committed and has not connected since. It is sent in two seconds, so that the next message of
-- the same chat can replace it.
--
-- Returns the number of messages to notify of, the number of new notifications, and the receivers.
WITH wanted AS (
    SELECT r.user_id,
           r.chat_id,
           max(r.message_id) AS position,
           min(r.message_id) AS since,
           count(*) AS messages
    FROM public.recipients($1, $2) AS r
    CROSS JOIN LATERAL public.absence(r.user_id, r.sent_at)
    GROUP BY r.user_id, r.chat_id
)
SELECT coalesce(w.messages, 0)::bigint AS messages,
       q.added,
       q.receivers
FROM (
    SELECT sum(w.messages) AS messages,
           array_agg(w.user_id::text) AS receivers,
           array_agg(w.chat_id) AS topics,
           array_agg(w.position) AS positions,
           array_agg(w.since) AS since,
           array_agg(now() + interval '2 seconds') AS due_at
    FROM wanted AS w
) AS w
CROSS JOIN LATERAL
    public.queue_deliveries('webhooks', w.receivers, w.topics, w.positions, w.since, w.due_at) AS q
