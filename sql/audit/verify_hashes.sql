-- Hashes the sealed part of the log again, and returns the first event or checkpoint that differs
-- from what was sealed; no row means that nothing does.
--
--     SELECT * FROM audit.verify_hashes();
--
-- A notice tells how far the seals reach: events after the last one are not sealed yet. The owner
-- of the database could have sealed everything anew: compare with a seal that was stored elsewhere,
-- by audit.compare_seal().
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

    SELECT coalesce(max(c.to_position), 0),
           (SELECT coalesce(max(e.position), 0) FROM public.events AS e)
    INTO _reached, _head
    FROM audit.checkpoints AS c;
    RAISE NOTICE 'sealed up to position % of %', _reached, _head;
END;
$$;
