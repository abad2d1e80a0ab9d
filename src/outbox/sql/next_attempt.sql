-- The seconds until the next receiver of the channel $1 is due.
SELECT extract(epoch FROM r.next_attempt_at - now())::float8 AS seconds
FROM public.delivery_receivers AS r
WHERE r.channel = $1
  AND r.next_attempt_at > now()
ORDER BY r.channel, r.next_attempt_at
LIMIT 1
