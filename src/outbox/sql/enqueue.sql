-- Queues notifications for the messages at positions $1 to $2: one for each participant, except the
-- author, who was offline when the message was committed, has not connected since, and has not read
-- it elsewhere. A notification of the same user and chat that is still waiting is replaced; it gets
-- another id, since the receiver may know the former one with the former text.
--
-- Returns the number of messages to notify of, the number of new notifications, and their users.
WITH wanted AS (
    SELECT p.user_id,
           e.chat_id,
           max(e.position) AS position,
           min(e.position) AS since,
           count(*) AS messages
    FROM (
        SELECT e.*
        FROM public.events AS e
        WHERE e.position BETWEEN $1 AND $2
        OFFSET 0
    ) AS e
    CROSS JOIN LATERAL (
        SELECT p.*
        FROM public.chat_participants AS p
        WHERE p.chat_id = e.chat_id
        OFFSET 0
    ) AS p
    CROSS JOIN LATERAL public.absence(p.user_id, e.recorded_at)
    WHERE e.kind = 'message_sent'
      AND public.realm_sends_webhooks(e.realm)
      AND p.user_id IS DISTINCT FROM e.actor_id
      AND p.left_at IS NULL
      AND p.joined_at <= e.recorded_at
      AND p.last_read_id < e.position
    GROUP BY p.user_id, e.chat_id
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
