-- Makes the oldest delivery of each of the receivers $2 of the channel $1 due at its time: the one before it is sent,
-- or was given up.
UPDATE public.delivery_receivers AS r
SET attempts = 0,
    last_error = NULL,
    next_attempt_at = coalesce(
        (
            SELECT d.due_at
            FROM public.deliveries AS d
            WHERE d.channel = $1
              AND d.receiver = r.receiver
            ORDER BY d.channel, d.receiver, d.position
            LIMIT 1
        ),
        now()
    )
WHERE r.channel = $1
  AND r.receiver = ANY ($2)
