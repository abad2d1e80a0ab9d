-- Hashes the sealed part of the log anew, and returns the first thing that is not as it
-- was sealed; no row means that all of it is.
--
--     SELECT * FROM audit.verify_hashes();
--
-- Says in a notice how far the seals reach: what was appended since the last one is not
-- under a seal yet. Whoever owns the database could have sealed everything anew; compare
-- with a checkpoint that was kept elsewhere: audit.compare_seal().
CREATE OR REPLACE FUNCTION audit.verify_hashes()
RETURNS TABLE ("position" bigint, what text)
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _reached bigint := 0;
    _head    bigint;
BEGIN
    LOOP
        SELECT s.found_at, s.what, s.sealed_to
        INTO verify_hashes.position, verify_hashes.what, _reached
        FROM audit.check_next_checkpoint(_reached) AS s;

        EXIT WHEN NOT FOUND;
        IF verify_hashes.what IS NOT NULL THEN
            RETURN NEXT;
            RETURN;
        END IF;
    END LOOP;

    SELECT coalesce(max(c.to_position), 0), (SELECT coalesce(max(e.position), 0) FROM public.events AS e)
    INTO _reached, _head
    FROM audit.checkpoints AS c;
    RAISE NOTICE 'sealed up to position % of %', _reached, _head;
END;
$$;
