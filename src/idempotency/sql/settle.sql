-- Notes that the attempt $5 has made $6 by the request with the hash $7. Nothing happens if another attempt
-- has taken over.
UPDATE public.idempotency_keys AS k
SET leased_until = NULL,
    made_id = $6,
    request_hash = $7
WHERE k.user_id = $1
  AND k.realm = $2
  AND k.operation = $3
  AND k.key = $4
  AND k.attempt = $5
