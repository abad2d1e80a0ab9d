-- Steps of checkpoint() and verify_hashes().
--
-- The hashes of the events of a range, 32 bytes each.
CREATE OR REPLACE FUNCTION audit.range_hashes(_from bigint, _to bigint)
RETURNS bytea
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(string_agg(audit.event_hash(e, k.key), ''::bytea ORDER BY e.position), ''::bytea)
    FROM public.events AS e
    LEFT JOIN audit.author_keys AS k ON k.author_id = e.actor_id
    WHERE e.position BETWEEN _from AND _to;
$$;

-- gen_random_uuid() is cryptographically strong and has 122 random bits: two of them make
-- a key.
CREATE OR REPLACE FUNCTION audit.random_key()
RETURNS bytea
LANGUAGE sql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
$$;

-- Whoever wrote in a range has a key from here on.
CREATE OR REPLACE FUNCTION audit.make_author_keys(_from bigint, _to bigint)
RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    INSERT INTO audit.author_keys (author_id, key)
    SELECT DISTINCT ON (e.actor_id)
           e.actor_id,
           audit.random_key()
    FROM public.events AS e
    WHERE e.position BETWEEN _from AND _to
      AND e.actor_id IS NOT NULL
      AND e.payload ? 'content'
      AND NOT e.payload ? 'content_digest'
    ON CONFLICT (author_id) DO NOTHING;
$$;
