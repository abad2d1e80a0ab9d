-- Postpones the due notification of each of the users $1 by $2 seconds after an attempt that failed
-- with the error $3, even if the notification is about a newer message by now. Returns whether it
-- has been retried for longer than $4.
--
-- A join with the arrays could read all notifications: they are looked up by their users alone.
UPDATE public.notifications AS n
SET attempts = n.attempts + 1,
    (next_attempt_at, last_error) = (
        SELECT now() + f.wait * interval '1 second',
               f.error
        FROM unnest($1::bigint[], $2::float8[], $3::text[]) AS f (user_id, wait, error)
        WHERE f.user_id = n.user_id
        LIMIT 1
    )
WHERE n.id = ANY (ARRAY(
    SELECT o.id
    FROM unnest($1::bigint[]) AS of_user (id)
    CROSS JOIN LATERAL (
        SELECT o.id, o.next_attempt_at
        FROM public.notifications AS o
        WHERE o.user_id = of_user.id
        OFFSET 0
    ) AS o
    WHERE o.next_attempt_at IS NOT NULL
))
RETURNING n.id, n.created_at < now() - $4::text::interval AS is_expired
