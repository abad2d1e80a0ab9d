-- Replays one range. If an event cannot be projected (it bypassed the checks), it is found by
-- bisection, recorded and skipped.
CREATE FUNCTION audit_replay.derive_range(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _first bigint;
    _last  bigint;
BEGIN
    PERFORM audit_replay.project(_from, _to, ARRAY(
        SELECT DISTINCT e.kind
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
    ));
EXCEPTION
    WHEN query_canceled OR insufficient_resources OR operator_intervention THEN
        RAISE;
    WHEN OTHERS THEN
        SELECT min(e.position), max(e.position)
        INTO _first, _last
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to;

        IF _first = _last THEN
            INSERT INTO pg_temp.derived_findings (position, problem)
            VALUES (_first, 'cannot be derived: ' || SQLERRM);
        ELSE
            PERFORM audit_replay.derive_range(_first, _first + (_last - _first) / 2);
            PERFORM audit_replay.derive_range(_first + (_last - _first) / 2 + 1, _last);
        END IF;
END;
$$;
