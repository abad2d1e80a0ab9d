-- All keys, without their hashes, by name.
SELECT k.name,
       k.realm,
       array_to_string(k.scopes, ',') AS scopes,
       k.user_id,
       k.created_at::timestamptz(0)::text AS created_at,
       k.revoked_at::timestamptz(0)::text AS revoked_at
FROM public.api_keys AS k
ORDER BY k.name
