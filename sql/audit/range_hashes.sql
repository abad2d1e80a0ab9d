-- The hashes of the events in a range, 32 bytes each, for seal_log() and verify_hashes().
CREATE OR REPLACE FUNCTION audit.range_hashes(_from bigint, _to bigint)
RETURNS bytea
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(
        string_agg(audit.event_hash(e, k.key), ''::bytea ORDER BY e.position), ''::bytea
    )
    FROM public.events AS e
    LEFT JOIN LATERAL (
        SELECT k.key
        FROM audit.author_keys AS k
        WHERE k.author_id = audit.text_author(e)
        OFFSET 0
    ) AS k ON true
    WHERE e.position BETWEEN _from AND _to;
$$;
