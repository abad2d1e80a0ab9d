-- The name of the channel of events. Only the server and the owner can read it.
INSERT INTO public.server_keys (name, key)
VALUES ('events_channel', uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
ON CONFLICT (name) DO NOTHING;

-- The channel on which notify_appended() sends events. Every login that can connect may LISTEN on
-- every channel whose name it knows, so the name is a secret: it appears in no statement, and is
-- only readable like the key of signed.sql.
CREATE OR REPLACE FUNCTION public.events_channel()
RETURNS text
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _key bytea;
BEGIN
    SELECT k.key
    INTO STRICT _key
    FROM public.server_keys AS k
    WHERE k.name = 'events_channel';

    -- A name has at most 63 bytes.
    RETURN 'vestnik_' || left(encode(_key, 'hex'), 48);
END;
$$;
