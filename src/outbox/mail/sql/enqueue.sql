-- Queues digests of the messages at positions $1 to $2: for each recipient with an e-mail address who was
-- offline when the message was committed and has not connected since. A digest is due $3 seconds after
-- its first message; later messages join it. After digests to which the user has not come back, the next
-- one waits four times as long after the last as that one did, up to a day.
INSERT INTO public.mail_digests AS d
    (user_id, realm, chat_ids, since, until, first_due_at, next_attempt_at)
SELECT r.user_id,
       r.realm,
       (array_agg(DISTINCT r.chat_id))[:100],
       min(r.message_id),
       max(r.message_id),
       greatest(min(r.sent_at) + $3 * interval '1 second', max(repeated.not_before)),
       greatest(min(r.sent_at) + $3 * interval '1 second', max(repeated.not_before))
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
GROUP BY r.user_id, r.realm
ON CONFLICT (user_id, realm) DO UPDATE
SET chat_ids = (ARRAY(SELECT DISTINCT unnest(d.chat_ids || excluded.chat_ids)))[:100],
    until = greatest(d.until, excluded.until)
