-- Unmarks the deliveries of the channel $1 to the receivers $2 about $3, at the same indices: their sending has failed.
-- One that was replaced meanwhile covers what the former one did, from $4 on.
UPDATE public.deliveries AS d
SET is_started = false,
    since = least(
        d.since,
        (
            SELECT f.since
            FROM unnest($2::text[], $3::bigint[], $4::bigint[]) AS f (receiver, topic, since)
            WHERE f.receiver = d.receiver
              AND f.topic = d.topic
            LIMIT 1
        )
    )
WHERE d.id = ANY (ARRAY(
    SELECT named.id
    FROM unnest($2::text[], $3::bigint[]) AS f (receiver, topic)
    CROSS JOIN LATERAL (
        SELECT o.id
        FROM public.deliveries AS o
        WHERE o.channel = $1
          AND o.receiver = f.receiver
          AND o.topic = f.topic
        OFFSET 0
    ) AS named
))
