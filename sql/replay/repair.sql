-- Repairs at most _max recorded rows after number _after; returns the number of the last one, NULL
-- if there is none. It locks the head of the log for a time that depends on _max and on the newest
-- events, not on the size of the log. Events appended meanwhile to a wrong row may leave further
-- wrong rows; the next round of rebuild() finds them.
CREATE FUNCTION audit_replay.repair(_after bigint, _max integer DEFAULT 2000)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _last bigint;
BEGIN
    PERFORM audit_replay.require_no_erasure();

    SELECT max(next.n)
    INTO _last
    FROM (
        SELECT d.n
        FROM pg_temp.derived_differences AS d
        WHERE d.n > _after
        ORDER BY d.n
        LIMIT _max
    ) AS next;

    IF _last IS NULL THEN
        RETURN NULL;
    END IF;

    -- Replays new events first without the lock, so that appends wait less.
    PERFORM audit_replay.derive_all((SELECT coalesce(max(e.position), 0) FROM public.events AS e));
    PERFORM public.lock_head();
    PERFORM audit_replay.derive_all((SELECT coalesce(max(e.position), 0) FROM public.events AS e));

    BEGIN
        PERFORM audit_replay.replace_rows(_after, _last);
    EXCEPTION WHEN unique_violation THEN
        -- A row outside of this batch has a unique value of a row in it: replaces all rows at once.
        PERFORM audit_replay.replace_rows(_after, NULL);
        RETURN (SELECT max(d.n) FROM pg_temp.derived_differences AS d);
    END;
    RETURN _last;
END;
$$;
