-- Postpones the due notification of each of the users $1 by $2 seconds after an attempt that failed
-- with the error $3, even if the notification is about a newer message by now. Returns whether it
-- has been retried for longer than $4.
UPDATE public.notifications AS n
SET attempts = n.attempts + 1,
    next_attempt_at = now() + f.wait * interval '1 second',
    last_error = f.error
FROM unnest($1::bigint[], $2::float8[], $3::text[]) AS f (user_id, wait, error)
WHERE n.user_id = f.user_id
  AND n.next_attempt_at IS NOT NULL
RETURNING n.id, n.created_at < now() - $4::text::interval AS is_expired
