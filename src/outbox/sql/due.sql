-- The oldest deliveries, at most $4 of each, of at most $3 due receivers of the channel $1 other than $2. One row
-- without a delivery for a receiver that has none.
SELECT r.receiver,
       r.attempts,
       d.id,
       d.topic,
       d.position,
       d.since,
       d.language
FROM (
    SELECT r.receiver, r.attempts, r.next_attempt_at
    FROM public.delivery_receivers AS r
    WHERE r.channel = $1
      AND r.next_attempt_at <= now()
      AND r.receiver <> ALL ($2)
    ORDER BY r.channel, r.next_attempt_at
    LIMIT $3
) AS r
LEFT JOIN LATERAL (
    SELECT d.*
    FROM public.deliveries AS d
    WHERE d.channel = $1
      AND d.receiver = r.receiver
    ORDER BY d.channel, d.receiver, d.position
    LIMIT $4
) AS d ON true
ORDER BY r.next_attempt_at, r.receiver, d.position
