-- Postpones the oldest delivery of each of the receivers $2 of the channel $1 by $3 seconds after an attempt that
-- failed with the error $4.
UPDATE public.delivery_receivers AS r
SET attempts = r.attempts + 1,
    (next_attempt_at, last_error) = (
        SELECT now() + f.wait * interval '1 second',
               f.error
        FROM unnest($2::text[], $3::float8[], $4::text[]) AS f (receiver, wait, error)
        WHERE f.receiver = r.receiver
        LIMIT 1
    )
WHERE r.channel = $1
  AND r.receiver = ANY ($2)
