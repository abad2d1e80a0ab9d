-- Makes a UUIDv7 (RFC 9562, section 5.7) for an event without an id: 48 bits of Unix milliseconds,
-- then random bits. PostgreSQL has a function for it from version 18.
CREATE OR REPLACE FUNCTION public.uuid_v7()
RETURNS uuid
LANGUAGE sql
VOLATILE
PARALLEL SAFE
AS $$
    SELECT encode(
        set_bit(
            set_bit(
                overlay(
                    uuid_send(gen_random_uuid())
                    PLACING substring(
                        int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3
                    )
                    FROM 1 FOR 6
                ),
                52, 1
            ),
            53, 1
        ),
        'hex'
    )::uuid;
$$;
