-- Puts the next _most of the noted rows right, those after number _after; returns the number
-- of the last of them, or NULL where there is none. Only here is the head of the log taken,
-- and what is done under it costs by that many rows and by what was appended just now, not
-- by the log. What others append meanwhile on top of a wrong row may be wrong too; that is
-- what the next round of rebuild() finds.
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

    -- What was appended since, before anybody has to wait for it.
    PERFORM audit_replay.derive_all((SELECT coalesce(max(e.position), 0) FROM public.events AS e));
    PERFORM public.lock_head();
    PERFORM audit_replay.derive_all((SELECT coalesce(max(e.position), 0) FROM public.events AS e));

    BEGIN
        PERFORM audit_replay.replace_rows(_after, _last);
    EXCEPTION WHEN unique_violation THEN
        -- A row of another batch has what is unique to one of these: all of them at once.
        PERFORM audit_replay.replace_rows(_after, NULL);
        RETURN (SELECT max(d.n) FROM pg_temp.derived_differences AS d);
    END;
    RETURN _last;
END;
$$;
