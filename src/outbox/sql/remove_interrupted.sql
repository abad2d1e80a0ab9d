-- Removes the deliveries of the channel $1 whose sending was interrupted: they may have arrived. Returns their
-- receivers.
DELETE FROM public.deliveries AS d
WHERE d.channel = $1
  AND d.is_started
RETURNING d.receiver
