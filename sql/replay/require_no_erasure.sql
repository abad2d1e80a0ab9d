-- Erasing is the one thing that changes events that are there, so texts that were derived
-- before it are not those of the log any more: putting them into the read model would bring
-- them back. This fails where texts were put out since begin(), and keeps that from happening
-- until the end of the transaction. Called before the head is taken, as by erase_texts().
CREATE FUNCTION audit_replay.require_no_erasure()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- What was updated while this waited is looked at anew, and is another number then.
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
