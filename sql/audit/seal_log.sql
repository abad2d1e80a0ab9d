-- Seals the next range of the log, of at most `max_events` events. Returns the seal; nothing if
-- everything is sealed or another session is sealing. May be called at any time; every replica
-- calls it every few seconds. It does not block appends.
--
--     SELECT to_position, hash FROM audit.seal_log();
--
-- hash = SHA-256(previous_hash || from_position || to_position || event_hashes), positions as 8
-- bytes in big-endian order. If a seal is stored elsewhere, altering, removing or inserting
-- events up to its position is detected, even if the owner of the database does it:
-- compare_seal.sql.
CREATE OR REPLACE FUNCTION audit.seal_log(max_events integer DEFAULT 1000)
RETURNS TABLE (from_position bigint, to_position bigint, hash bytea)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    _from     bigint;
    _to       bigint;
    _previous bytea;
    _hashes   bytea;
BEGIN
    -- One session at a time. The others return at once, since the first one does the work.
    PERFORM FROM public.locks AS l WHERE l.name = 'sealing' FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    SELECT s.to_position + 1, s.hash
    INTO _from, _previous
    FROM audit.seals AS s
    ORDER BY s.to_position DESC
    LIMIT 1;

    _from := coalesce(_from, 1);
    _previous := coalesce(_previous, decode(repeat('00', 32), 'hex'));

    SELECT coalesce(max(e.position), 0)
    INTO _to
    FROM public.events AS e;

    IF _to < _from THEN
        RETURN;
    END IF;

    _to := least(_to, _from + max_events - 1);

    PERFORM audit.make_author_keys(_from, _to);
    _hashes := audit.range_hashes(_from, _to);

    IF length(_hashes) <> 32 * (_to - _from + 1) THEN
        RAISE EXCEPTION 'positions are missing between % and %: this log cannot be sealed',
            _from, _to
            USING ERRCODE = 'data_corrupted',
                  HINT = 'SELECT * FROM audit.verify() shows what is wrong.';
    END IF;

    RETURN QUERY
    INSERT INTO audit.seals (from_position, to_position, previous_hash, event_hashes, hash)
    VALUES (_from, _to, _previous, _hashes,
            sha256(_previous || int8send(_from) || int8send(_to) || _hashes))
    RETURNING from_position, to_position, hash;
END;
$$;
