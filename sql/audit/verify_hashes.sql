-- Hashes the sealed part of the log again, and returns the first event or seal that has changed
-- since it was sealed; no row means that nothing has.
--
--     SELECT * FROM audit.verify_hashes();
--
-- It runs inside the database that it judges, whose owner can replace it: it is for looking things up. `vestnik
-- verify` does the same, and more, in its own process.
--
-- A notice shows how far the seals reach: later events are not sealed yet. The owner of the
-- database could have sealed everything again: audit.compare_seal() compares with a seal stored
-- elsewhere.
CREATE OR REPLACE FUNCTION audit.verify_hashes()
RETURNS TABLE ("position" bigint, problem text)
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
        SELECT s.found_at, s.problem, s.sealed_to
        INTO verify_hashes.position, verify_hashes.problem, _reached
        FROM audit.check_next_seal(_reached) AS s;

        EXIT WHEN NOT FOUND;
        IF verify_hashes.problem IS NOT NULL THEN
            RETURN NEXT;
            RETURN;
        END IF;
    END LOOP;

    SELECT coalesce(max(s.to_position), 0),
           (SELECT coalesce(max(e.position), 0) FROM public.events AS e)
    INTO _reached, _head
    FROM audit.seals AS s;
    RAISE NOTICE 'sealed up to position % of %', _reached, _head;
END;
$$;
