-- Continues the derivation by at most _most events, and not beyond position _to.
-- Returns how far it has come. Records what is missing from the log.
--
-- Events never change, with one exception (erasing a user's texts),
-- which ends a running derivation: see require_no_erasure.sql. So it does not matter how
-- many transactions a derivation takes, nor what is appended meanwhile.
CREATE FUNCTION audit_replay.derive(_to bigint, _most integer DEFAULT 10000)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    _from bigint;
    _last bigint;
    _rows bigint;
BEGIN
    SELECT d.position
    INTO STRICT _from
    FROM pg_temp.derived_head AS d;

    -- By the number of events and not by positions: there may be a gap of any size.
    SELECT max(next.position), count(*)
    INTO _last, _rows
    FROM (
        SELECT e.position
        FROM public.events AS e
        WHERE e.position > _from
          AND e.position <= _to
        ORDER BY e.position
        LIMIT _most
    ) AS next;

    _last := coalesce(_last, _to);

    IF _rows <> _last - _from THEN
        INSERT INTO pg_temp.derived_findings (position, what)
        SELECT there.before + 1,
               CASE
                   WHEN there.position = there.before + 2 THEN 'missing from the log'
                   ELSE format('missing from the log, up to %s', there.position - 1)
               END
        FROM (
            SELECT e.position, lag(e.position, 1, _from) OVER (ORDER BY e.position) AS before
            FROM public.events AS e
            WHERE e.position > _from
              AND e.position <= _last
        ) AS there
        WHERE there.position > there.before + 1;
    END IF;

    PERFORM audit_replay.derive_range(_from + 1, _last);

    UPDATE pg_temp.derived_head AS d
    SET position = greatest(_last, _from);

    RETURN greatest(_last, _from);
END;
$$;
