-- Counts a failed attempt of each of the subscriptions $1. Those for which $2 is true were refused.
-- `is_given_up`: it was refused ten times since it was last accepted, over a day at least.
UPDATE public.push_subscriptions AS s
SET failures = s.failures + 1,
    (refusals, refused_since) = (
        SELECT s.refusals + f.is_refused::integer,
               CASE WHEN f.is_refused THEN coalesce(s.refused_since, now()) ELSE s.refused_since END
        FROM unnest($1::bigint[], $2::boolean[]) AS f (id, is_refused)
        WHERE f.id = s.id
        LIMIT 1
    )
WHERE s.id = ANY ($1)
RETURNING s.id, s.refusals >= 10 AND s.refused_since <= now() - interval '1 day' AS is_given_up
