-- Fails if texts were erased since begin(), and prevents erasures until the end of the transaction:
-- otherwise derived rows with texts from before the erasure would restore these in the read model.
-- Called before the head is locked, as in erase_texts().
CREATE FUNCTION audit_replay.require_no_erasure()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- If the row was updated while this statement waited, Postgres reads it again, with another
    -- count.
    PERFORM
    FROM audit.erasure_steps AS s
    WHERE s.steps = (SELECT h.erasure_steps FROM pg_temp.derived_head AS h)
    FOR SHARE;

    IF NOT FOUND THEN
        RAISE EXCEPTION 'texts were erased meanwhile'
            USING ERRCODE = 'serialization_failure',
                  HINT = 'Start the replay again.';
    END IF;
END;
$$;
