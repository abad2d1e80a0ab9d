-- A key of 256 bits, from two UUIDs of gen_random_uuid(), which is cryptographically strong and has
-- 122 random bits.
CREATE OR REPLACE FUNCTION audit.random_key()
RETURNS bytea
LANGUAGE sql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
$$;
