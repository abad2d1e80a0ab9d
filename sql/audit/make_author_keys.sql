-- Creates the missing keys of the authors of texts in a range.
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
