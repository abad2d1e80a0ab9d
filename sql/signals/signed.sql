-- The key that signs notifications. Only the server and the owner can read it.
INSERT INTO public.server_keys (name, key)
SELECT 'signals', string_agg(uuid_send(gen_random_uuid()), ''::bytea)
FROM generate_series(1, 8)
ON CONFLICT (name) DO NOTHING;

-- Signs the text of a notification: `<code> <text>`, where the code, in hex, covers the text. Every
-- login that can connect may NOTIFY on every channel; replicas ignore a wrong code
-- (src/log/signature.rs).
--
-- The code is NMAC with SHA-256, the construction under HMAC (RFC 2104): the key is two blocks of
-- 64 bytes, one for each of the two hashes. HMAC derives both from a shorter key by XOR, which SQL
-- lacks for bytea.
--
-- It runs with the privileges of the caller, who must be able to read the key.
CREATE OR REPLACE FUNCTION public.signed(_text text)
RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    _key bytea;
BEGIN
    SELECT k.key
    INTO STRICT _key
    FROM public.server_keys AS k
    WHERE k.name = 'signals';

    RETURN encode(
        sha256(
            substring(_key FROM 65 FOR 64)
            || sha256(substring(_key FOR 64) || convert_to(_text, 'UTF8'))
        ),
        'hex'
    ) || ' ' || _text;
END;
$$;
