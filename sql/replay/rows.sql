-- The rows of one table that follow from the log up to a position.
--
-- It makes a comparison exact while others append: one statement reads the live rows and the
-- position, so both belong to one snapshot, and the events up to that position never change. It is
-- VOLATILE because it must see the rows that it has just derived.
CREATE FUNCTION audit_replay.rows(_table anyelement, _to bigint)
RETURNS SETOF anyelement
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM audit_replay.derive_all(_to);
    RETURN QUERY EXECUTE format('SELECT * FROM pg_temp.%I', 'derived_' || (
        SELECT c.relname
        FROM pg_class AS c
        WHERE c.reltype = pg_typeof(_table)
    ));
END;
$$;
