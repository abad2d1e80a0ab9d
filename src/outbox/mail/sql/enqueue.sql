-- Queues for digests the messages at positions $1 to $2: for each recipient with an e-mail address who was
-- offline when the message was committed and has not connected since. A digest is due $3 seconds after
-- its first message; later messages join it. After digests to which the user has not come back, the next
-- one waits four times as long after the last as that one did, up to a day.
--
-- Returns the number of messages to tell of, the number of chats added, and the receivers.
WITH wanted AS (
    SELECT r.realm || '/' || r.user_id AS receiver,
           r.chat_id,
           max(r.message_id) AS position,
           min(r.message_id) AS since,
           count(*) AS messages,
           greatest(min(r.sent_at) + $3 * interval '1 second', max(repeated.not_before)) AS due_at
    FROM public.recipients($1, $2) AS r
    CROSS JOIN LATERAL (
        SELECT u.email
        FROM public.users AS u
        WHERE u.id = r.user_id
        OFFSET 0
    ) AS u
    LEFT JOIN LATERAL (
        SELECT d.sent_at
               + least($3 * power(4, least(d.count, 10)), 86400) * interval '1 second' AS not_before
        FROM (
            SELECT d.sent_at, d.count
            FROM public.mail_repeats AS d
            WHERE d.user_id = r.user_id
              AND d.realm = r.realm
            OFFSET 0
        ) AS d
        WHERE NOT EXISTS (
            SELECT
            FROM public.last_seen AS l
            WHERE l.user_id = r.user_id
              AND l.at > d.sent_at
        )
    ) AS repeated ON true
    CROSS JOIN LATERAL public.absence(r.user_id, r.sent_at)
    WHERE u.email IS NOT NULL
    GROUP BY r.user_id, r.realm, r.chat_id
)
SELECT coalesce(w.messages, 0)::bigint AS messages,
       q.added,
       q.receivers
FROM (
    SELECT sum(w.messages) AS messages,
           array_agg(w.receiver) AS receivers,
           array_agg(w.chat_id) AS topics,
           array_agg(w.position) AS positions,
           array_agg(w.since) AS since,
           array_agg(w.due_at) AS due_at
    FROM wanted AS w
) AS w
CROSS JOIN LATERAL
    public.queue_deliveries('mail_digests', w.receivers, w.topics, w.positions, w.since, w.due_at) AS q
