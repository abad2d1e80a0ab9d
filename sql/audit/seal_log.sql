-- Seals the next range of the log, of at most `max_events` events. Returns the seal; nothing if
-- everything is sealed or another session is sealing. May be called at any time; every replica
-- calls it every few seconds. It does not block appends.
--
--     SELECT to_position, hash FROM audit.seal_log();
--
-- seal_hash.sql describes the hash. If a seal is stored elsewhere, altering, removing or inserting events
-- up to its position is detected, even if the owner of the database does it: `vestnik verify --seals`.
--
-- Its time is the clock of the database, but no earlier than the previous seal and the events under it,
-- which keep their order when the clock is set back.
CREATE OR REPLACE FUNCTION audit.seal_log(max_events integer DEFAULT 1000)
RETURNS TABLE (from_position bigint, to_position bigint, hash bytea)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    _previous audit.seals;
    _seal     audit.seals;
BEGIN
    -- One session at a time. The others return at once, since the first one does the work.
    PERFORM FROM public.locks AS l WHERE l.name = 'sealing' FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    SELECT s.*
    INTO _previous
    FROM audit.seals AS s
    ORDER BY s.to_position DESC
    LIMIT 1;

    _seal.from_position := coalesce(_previous.to_position, 0) + 1;
    _seal.previous_hash := coalesce(_previous.hash, decode(repeat('00', 32), 'hex'));

    SELECT coalesce(max(e.position), 0)
    INTO _seal.head_position
    FROM public.events AS e;

    IF _seal.head_position < _seal.from_position THEN
        RETURN;
    END IF;

    _seal.to_position := least(_seal.head_position, _seal.from_position + max_events - 1);

    PERFORM audit.make_author_keys(_seal.from_position, _seal.to_position);
    _seal.event_hashes := audit.range_hashes(_seal.from_position, _seal.to_position);

    IF length(_seal.event_hashes) <> 32 * (_seal.to_position - _seal.from_position + 1) THEN
        RAISE EXCEPTION 'positions are missing between % and %: this log cannot be sealed',
            _seal.from_position, _seal.to_position
            USING ERRCODE = 'data_corrupted',
                  HINT = 'SELECT * FROM audit.verify() shows what is wrong.';
    END IF;

    _seal.sealed_at := greatest(
        date_trunc('milliseconds', clock_timestamp()),
        _previous.sealed_at,
        (SELECT h.latest_at FROM public.log_head AS h)
    );
    _seal.hash := audit.seal_hash(_seal);

    INSERT INTO audit.seals SELECT _seal.*;
    RETURN QUERY SELECT _seal.from_position, _seal.to_position, _seal.hash;
END;
$$;
