-- Puts back notifications after attempts that failed: $1 to $5 are their columns.
INSERT INTO public.push_notifications AS n (subscription_id, chat_id, position, since, created_at)
SELECT f.subscription_id, f.chat_id, f.position, f.since, f.created_at
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::timestamptz[])
    AS f (subscription_id, chat_id, position, since, created_at)
CROSS JOIN LATERAL (
    SELECT s.id
    FROM public.push_subscriptions AS s
    WHERE s.id = f.subscription_id
    FOR KEY SHARE
) AS s
ON CONFLICT (subscription_id, chat_id) DO UPDATE
SET since = least(n.since, excluded.since),
    created_at = excluded.created_at
