-- Counts the digests of the users $1 in the realms $2, which are sent now: from one on, if the user was seen
-- since the last one.
INSERT INTO public.mail_repeats AS r (user_id, realm, sent_at, count)
SELECT s.user_id, s.realm, now(), 1
FROM unnest($1::bigint[], $2::text[]) AS s (user_id, realm)
ON CONFLICT (user_id, realm) DO UPDATE
SET sent_at = now(),
    count = CASE
        WHEN EXISTS (
            SELECT
            FROM public.last_seen AS l
            WHERE l.user_id = r.user_id
              AND l.at > r.sent_at
        )
        THEN 1
        ELSE r.count + 1
    END
