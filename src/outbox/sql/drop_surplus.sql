-- Drops the oldest deliveries to the receivers $2 of the channel $1, all but the newest $3 of each.
DELETE FROM public.deliveries AS d
WHERE d.id = ANY (ARRAY(
    SELECT surplus.id
    FROM unnest($2::text[]) AS of_receiver (name)
    CROSS JOIN LATERAL (
        SELECT o.id
        FROM public.deliveries AS o
        WHERE o.channel = $1
          AND o.receiver = of_receiver.name
        ORDER BY o.channel DESC, o.receiver DESC, o.position DESC
        OFFSET $3
    ) AS surplus
))
