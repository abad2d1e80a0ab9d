-- The rows of the read model that differ from the derived ones, in one snapshot. Takes no lock.
CREATE FUNCTION audit_replay.differences()
RETURNS TABLE (relation text, key jsonb, live jsonb, derived jsonb)
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
SET work_mem = '64MB'
SET jit = off
AS $$
BEGIN
    RETURN QUERY EXECUTE (
        SELECT string_agg(format(
            'SELECT %1$L::text, jsonb_build_object(%2$s), to_jsonb(live), to_jsonb(derived)
             FROM public.%1$I AS live
             FULL JOIN audit_replay.rows(
                 NULL::public.%1$I,
                 (SELECT coalesce(max(e.position), 0) FROM public.events AS e)
             ) AS derived USING (%3$s)
             WHERE live IS DISTINCT FROM derived',
            t.name,
            (SELECT string_agg(format('%L, %I', k, k), ', ') FROM unnest(t.key) AS k),
            (SELECT string_agg(quote_ident(k), ', ') FROM unnest(t.key) AS k)
        ), ' UNION ALL ')
        FROM audit_replay.tables() AS t
    );
END;
$$;
