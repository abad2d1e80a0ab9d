-- Only erasing changes existing events, so texts that were derived before it are no longer those of
-- the log: writing them into the read model would bring them back. This fails if texts were erased
-- since begin(), and keeps texts from being erased until the end of the transaction. Called before
-- the head is locked, as in erase_texts().
CREATE FUNCTION audit_replay.require_no_erasure()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- A row that was updated while this waited is read again, with another number.
    PERFORM
    FROM audit.erasure_steps AS s
    WHERE s.steps = (SELECT h.erasure_steps FROM pg_temp.derived_head AS h)
    FOR SHARE;

    IF NOT FOUND THEN
        RAISE EXCEPTION 'texts were erased meanwhile'
            USING ERRCODE = 'serialization_failure',
                  HINT = 'Begin anew.';
    END IF;
END;
$$;
