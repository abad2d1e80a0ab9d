-- Ends the claims $1, whose messages wait no more, and those that replicas left when they died.
DELETE FROM public.scheduled_claims AS c
WHERE c.scheduled_id = ANY ($1)
   OR c.until < now() - interval '1 hour'
