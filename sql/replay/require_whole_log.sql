-- A step of rebuild(): fails if the log is broken.
CREATE FUNCTION audit_replay.require_whole_log()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _finding record;
BEGIN
    SELECT f.position, f.problem
    INTO _finding
    FROM pg_temp.derived_findings AS f
    ORDER BY f.position
    LIMIT 1;

    IF FOUND THEN
        RAISE EXCEPTION 'the log is broken at position %: %', _finding.position, _finding.problem
            USING ERRCODE = 'data_corrupted',
                  HINT = 'SELECT * FROM audit.verify() shows everything that is wrong.';
    END IF;
END;
$$;
