-- The key that signs signals. Only the server and the owner can read it.
INSERT INTO public.server_keys (name, key)
SELECT 'signals', string_agg(uuid_send(gen_random_uuid()), ''::bytea)
FROM generate_series(1, 8)
ON CONFLICT (name) DO NOTHING;

-- Sends a signal to all replicas. Every login that can connect may NOTIFY on the channel, so
-- signals are authenticated: `<code> <time> <signal>`, where the time is in milliseconds since
-- 1970, and the code, in hex, covers the time and the signal. Replicas ignore signals with a wrong
-- code and old signals (src/log/signature.rs).
--
-- The code is NMAC with SHA-256, the construction under HMAC (RFC 2104): the key is two blocks of
-- 64 bytes, one for each of the two hashes. HMAC derives both from a shorter key by XOR, which SQL
-- lacks for bytea.
--
-- It runs with the privileges of the caller, who must be able to read the key.
CREATE OR REPLACE FUNCTION public.send_signal(_signal text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _key  bytea;
    _text text := (extract(epoch FROM clock_timestamp()) * 1000)::bigint || ' ' || _signal;
BEGIN
    SELECT k.key
    INTO STRICT _key
    FROM public.server_keys AS k
    WHERE k.name = 'signals';

    PERFORM pg_notify('vestnik_signals', encode(
        sha256(
            substring(_key FROM 65 FOR 64)
            || sha256(substring(_key FOR 64) || convert_to(_text, 'UTF8'))
        ),
        'hex'
    ) || ' ' || _text);
END;
$$;
