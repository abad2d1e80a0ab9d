-- The policies of the realms that are served. A database of an earlier build lacks the columns.
SELECT r.realm, to_jsonb(r) -> 'policy' AS policy
FROM public.realms AS r
WHERE to_jsonb(r) ->> 'retired_at' IS NULL
ORDER BY r.realm
