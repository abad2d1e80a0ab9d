-- Deletes all keys of the user $1 but the newest $2.
DELETE FROM public.idempotency_keys AS k
WHERE k.user_id = $1
  AND k.claimed_at < (
      SELECT newer.claimed_at
      FROM public.idempotency_keys AS newer
      WHERE newer.user_id = $1
      ORDER BY newer.claimed_at DESC
      OFFSET $2::bigint - 1
      LIMIT 1
  )
