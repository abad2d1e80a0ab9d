-- Takes or extends the lease of the consumer $1 for the replica $2 by $3 seconds, and locks its
-- row.
UPDATE public.consumers AS c
SET lease_holder = $2,
    lease_expires_at = now() + $3 * interval '1 second'
WHERE c.name = $1
  AND (c.lease_holder = $2 OR c.lease_expires_at < now())
RETURNING c.position, now() AS now
