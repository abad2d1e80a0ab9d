-- Removes those of the receivers $2 of the channel $1 for whom nothing waits.
DELETE FROM public.delivery_receivers AS r
WHERE r.channel = $1
  AND r.receiver = ANY ($2)
  AND NOT EXISTS (
      SELECT
      FROM public.deliveries AS d
      WHERE d.channel = $1
        AND d.receiver = r.receiver
      OFFSET 0
  )
