-- The key that signs signals, and the database's clock in milliseconds.
SELECT k.key,
       (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS clock_ms
FROM public.server_keys AS k
WHERE k.name = 'signals'
