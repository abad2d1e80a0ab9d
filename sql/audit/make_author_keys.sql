-- Creates the missing keys of the authors of texts in a range.
CREATE OR REPLACE FUNCTION audit.make_author_keys(_from bigint, _to bigint)
RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    INSERT INTO audit.author_keys (author_id, key)
    SELECT author.id,
           audit.random_key()
    FROM (
        SELECT DISTINCT audit.text_author(e) AS id
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND audit.text_author(e) IS NOT NULL
          AND audit.has_texts(e.payload)
          AND NOT e.payload ? 'content_digest'
    ) AS author
    -- Making a key costs more than looking it up.
    WHERE NOT EXISTS (
        SELECT
        FROM audit.author_keys AS k
        WHERE k.author_id = author.id
        OFFSET 0
    )
    ON CONFLICT (author_id) DO NOTHING;
$$;
