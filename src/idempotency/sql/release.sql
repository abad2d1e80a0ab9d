-- Makes a key free whose attempt $5 has failed.
DELETE FROM public.idempotency_keys AS k
WHERE k.user_id = $1
  AND k.realm = $2
  AND k.operation = $3
  AND k.key = $4
  AND k.attempt = $5
