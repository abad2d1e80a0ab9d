-- Puts back a digest after an attempt that failed: $1 to $7 are its columns, and it is due in $8 seconds.
-- Messages that were queued meanwhile join it.
INSERT INTO public.mail_digests AS d
    (user_id, realm, chat_ids, since, until, first_due_at, failures, next_attempt_at)
SELECT u.id, $2, $3, $4, $5, $6, $7, now() + $8 * interval '1 second'
FROM public.users AS u
WHERE u.id = $1
FOR KEY SHARE
ON CONFLICT (user_id, realm) DO UPDATE
SET chat_ids = (ARRAY(SELECT DISTINCT unnest(d.chat_ids || excluded.chat_ids)))[:100],
    since = least(d.since, excluded.since),
    until = greatest(d.until, excluded.until),
    first_due_at = excluded.first_due_at,
    failures = excluded.failures,
    next_attempt_at = excluded.next_attempt_at
