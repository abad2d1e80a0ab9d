-- Ends the lease of the consumer $1 if the replica $2 holds it.
UPDATE public.consumers AS c
SET lease_holder = NULL,
    lease_expires_at = '-infinity'
WHERE c.name = $1
  AND c.lease_holder = $2
