-- The buyers without an account: the UUID that each browser keeps.
SELECT 'guest:' || lower(c.buyer_id) AS id,
       NULL::text AS email,
       'Guest' AS name,
       'guest' AS role,
       NULL::bigint AS company_id,
       NULL::text AS password_hash,
       lower(c.buyer_id)::uuid AS guest,
       coalesce(min(c.created_at)::timestamptz, now()) AS created_at
FROM chat AS c
WHERE c.buyer_is_registered IS NOT TRUE
  AND c.buyer_id ~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'
GROUP BY lower(c.buyer_id)
ORDER BY id
