-- Queues notifications for the messages at positions $1 to $2: one for each recipient who was offline
-- when the message was committed and has not connected since. A notification of the same user and
-- chat that is still waiting is replaced; it gets another id, since the receiver may know the former
-- one with the former text.
--
-- Returns the number of messages to notify of, the number of new notifications, and their users.
WITH wanted AS (
    SELECT r.user_id,
           r.chat_id,
           max(r.message_id) AS position,
           min(r.message_id) AS since,
           count(*) AS messages
    FROM public.recipients($1, $2) AS r
    CROSS JOIN LATERAL public.absence(r.user_id, r.sent_at)
    GROUP BY r.user_id, r.chat_id
), queued AS (
    INSERT INTO public.notifications AS n (user_id, chat_id, position, since)
    SELECT w.user_id, w.chat_id, w.position, w.since
    FROM wanted AS w
    ON CONFLICT (user_id, chat_id) DO UPDATE
    SET id = gen_random_uuid(),
        position = excluded.position,
        created_at = now()
    WHERE n.position < excluded.position
    RETURNING n.user_id, n.xmax = 0 AS is_new
)
SELECT (SELECT coalesce(sum(w.messages), 0)::bigint FROM wanted AS w) AS messages,
       count(*) FILTER (WHERE q.is_new) AS added,
       coalesce(array_agg(DISTINCT q.user_id), '{}') AS user_ids
FROM queued AS q
