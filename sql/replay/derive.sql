-- Replays at most _max further events, up to position _to. Returns the position that it reached.
-- Records gaps in the log.
--
-- Events never change, except that an erasure removes texts, which ends a running replay: see
-- require_no_erasure.sql. So a replay may take any number of transactions while others append.
CREATE FUNCTION audit_replay.derive(_to bigint, _max integer DEFAULT 10000)
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

    -- Counts events instead of positions, because a gap may have any size.
    SELECT max(next.position), count(*)
    INTO _last, _rows
    FROM (
        SELECT e.position
        FROM public.events AS e
        WHERE e.position > _from
          AND e.position <= _to
        ORDER BY e.position
        LIMIT _max
    ) AS next;

    _last := coalesce(_last, _to);

    IF _rows <> _last - _from THEN
        INSERT INTO pg_temp.derived_findings (position, problem)
        SELECT e.before + 1,
               CASE
                   WHEN e.position = e.before + 2 THEN 'missing from the log'
                   ELSE format('missing from the log, up to %s', e.position - 1)
               END
        FROM (
            SELECT e.position, lag(e.position, 1, _from) OVER (ORDER BY e.position) AS before
            FROM public.events AS e
            WHERE e.position > _from
              AND e.position <= _last
        ) AS e
        WHERE e.position > e.before + 1;
    END IF;

    PERFORM audit_replay.derive_range(_from + 1, _last);

    UPDATE pg_temp.derived_head AS d
    SET position = greatest(_last, _from);

    RETURN greatest(_last, _from);
END;
$$;
