-- Checks the next seals of the check that request_proof() began, of at least `_min_events` events, and
-- records what it finds. True if there are more. Every replica calls it every few seconds; one at a time
-- does the work.
CREATE OR REPLACE FUNCTION audit.continue_proof(_min_events integer)
RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _proof   audit.proof;
    _seal    record;
    _reached bigint;
BEGIN
    SELECT p.* INTO _proof FROM audit.proof AS p WHERE p.until_position IS NOT NULL
    FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    _reached := _proof.reached;
    WHILE _reached < least(_proof.until_position, _proof.reached + _min_events) LOOP
        SELECT s.* INTO _seal FROM audit.check_next_seal(_reached) AS s;
        IF NOT FOUND OR _seal.problem IS NOT NULL THEN
            UPDATE audit.proof
            SET reached = _reached,
                until_position = NULL,
                problem = coalesce(_seal.problem, 'seals are missing at the end'),
                problem_at = coalesce(_seal.found_at, _reached + 1),
                found_at = date_trunc('milliseconds', clock_timestamp());
            RETURN false;
        END IF;
        _reached := _seal.sealed_to;
    END LOOP;

    IF _reached < _proof.until_position THEN
        UPDATE audit.proof SET reached = _reached;
        RETURN true;
    END IF;

    -- Without a seal nothing is proved.
    IF _reached = 0 THEN
        UPDATE audit.proof SET until_position = NULL;
        RETURN false;
    END IF;

    UPDATE audit.proof
    SET reached = _reached,
        until_position = NULL,
        verified_to = _reached,
        verified_at = date_trunc('milliseconds', clock_timestamp()),
        problem = NULL,
        problem_at = NULL,
        found_at = NULL;
    RETURN false;
END;
$$;
