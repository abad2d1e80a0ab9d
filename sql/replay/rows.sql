-- The rows of one table as they follow from the log up to a position.
--
-- It is what makes a comparison exact while others append: the live rows and the position
-- are read by one statement, so they belong to one moment, and what the log holds up to
-- that position is settled whenever it is read. That is also why it is VOLATILE: it has to
-- see rows that it has just derived.
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
