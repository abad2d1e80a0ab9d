-- Claims the key $4 of the user $1, the realm $2 and the operation $3 for the attempt $5, with the hash $6
-- of its request if it is known, for $7 seconds: if nobody has claimed it within a day, or who has did not
-- finish in time. Otherwise it returns what became of it; no row if another request claims it at this moment.
WITH claimed AS (
    INSERT INTO public.idempotency_keys AS k
        (user_id, realm, operation, key, attempt, claimed_at, leased_until, request_hash)
    VALUES ($1, $2, $3, $4, $5, now(), now() + make_interval(secs => $7), $6)
    ON CONFLICT (user_id, realm, operation, key) DO UPDATE
    SET attempt = excluded.attempt,
        claimed_at = excluded.claimed_at,
        leased_until = excluded.leased_until,
        request_hash = excluded.request_hash,
        made_id = NULL
    WHERE k.claimed_at < now() - interval '1 day'
       OR k.leased_until < now()
    RETURNING k.key
)
SELECT true AS is_claimed, NULL::bigint AS made_id, NULL::bytea AS request_hash
FROM claimed
UNION ALL
SELECT false, k.made_id, k.request_hash
FROM public.idempotency_keys AS k
WHERE k.user_id = $1
  AND k.realm = $2
  AND k.operation = $3
  AND k.key = $4
  AND NOT EXISTS (SELECT FROM claimed)
