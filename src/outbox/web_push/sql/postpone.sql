-- Counts a failed attempt of each of the subscriptions $1, and makes the next one due in $2 seconds.
UPDATE public.push_subscriptions AS s
SET failures = s.failures + 1,
    next_attempt_at = (
        SELECT now() + f.wait * interval '1 second'
        FROM unnest($1::bigint[], $2::float8[]) AS f (id, wait)
        WHERE f.id = s.id
        LIMIT 1
    )
WHERE s.id = ANY ($1)
