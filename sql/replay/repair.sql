-- Repairs the next _most of the recorded rows, those after number _after; returns the number of the
-- last of them, NULL if there is none. Only here is the head of the log locked, and what is done
-- under it costs by that many rows and by what was appended just now, not by the log. Events
-- appended meanwhile on top of a wrong row may leave wrong rows too; the next round of rebuild()
-- finds them.
CREATE FUNCTION audit_replay.repair(_after bigint, _most integer DEFAULT 2000)
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
        LIMIT _most
    ) AS next;

    IF _last IS NULL THEN
        RETURN NULL;
    END IF;

    -- What was appended since, before appends have to wait.
    PERFORM audit_replay.derive_all((SELECT coalesce(max(e.position), 0) FROM public.events AS e));
    PERFORM public.lock_head();
    PERFORM audit_replay.derive_all((SELECT coalesce(max(e.position), 0) FROM public.events AS e));

    BEGIN
        PERFORM audit_replay.replace_rows(_after, _last);
    EXCEPTION WHEN unique_violation THEN
        -- A row of another batch has a unique value of one of these: all of them at once.
        PERFORM audit_replay.replace_rows(_after, NULL);
        RETURN (SELECT max(d.n) FROM pg_temp.derived_differences AS d);
    END;
    RETURN _last;
END;
$$;
