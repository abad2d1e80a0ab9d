-- The rows of one table as they follow from the log up to a position.
--
-- It is what makes a comparison exact while others append: the live rows and the position
-- are read by one statement, so they belong to one moment, and what the log holds up to
-- that position is settled whenever it is read. That is also why it is VOLATILE: it has to
-- see rows that it has just derived.
CREATE FUNCTION audit_shadow.rows(_table anyelement, _to bigint)
RETURNS SETOF anyelement
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM audit_shadow.derive_all(_to);
    RETURN QUERY EXECUTE format('SELECT * FROM pg_temp.%I', 'derived_' || (
        SELECT c.relname
        FROM pg_class AS c
        WHERE c.reltype = pg_typeof(_table)
    ));
END;
$$;

-- Every row of the read model that differs from what follows from the log, at one moment.
-- Takes no lock.
CREATE FUNCTION audit_shadow.differences()
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
             FULL JOIN audit_shadow.rows(
                 NULL::public.%1$I,
                 (SELECT coalesce(max(e.position), 0) FROM public.events AS e)
             ) AS derived USING (%3$s)
             WHERE live IS DISTINCT FROM derived',
            t.name,
            (SELECT string_agg(format('%L, %I', k, k), ', ') FROM unnest(t.key) AS k),
            (SELECT string_agg(quote_ident(k), ', ') FROM unnest(t.key) AS k)
        ), ' UNION ALL ')
        FROM audit_shadow.tables() AS t
    );
END;
$$;
