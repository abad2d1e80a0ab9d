-- Seals the next range of the log, of at most `most` events. Returns the checkpoint; nothing if all
-- is sealed, or another session is sealing. May be called at any time; a replica of the server does
-- so every few seconds. It does not block appends.
--
--     SELECT to_position, hash FROM audit.checkpoint();
--
-- hash = SHA-256(previous_hash || from_position || to_position || event_hashes), positions as 8
-- bytes, the highest first. The log under a checkpoint that is stored elsewhere cannot be altered,
-- removed or added to unnoticed, not even by the owner of the database; see compare_seal.sql.
CREATE OR REPLACE FUNCTION audit.checkpoint(most integer DEFAULT 1000)
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
    -- One session at a time. Waiting would be of no use.
    PERFORM FROM public.locks AS l WHERE l.name = 'checkpoint' FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    SELECT c.to_position + 1, c.hash
    INTO _from, _previous
    FROM audit.checkpoints AS c
    ORDER BY c.to_position DESC
    LIMIT 1;

    _from := coalesce(_from, 1);
    _previous := coalesce(_previous, decode(repeat('00', 32), 'hex'));

    SELECT coalesce(max(e.position), 0)
    INTO _to
    FROM public.events AS e;

    IF _to < _from THEN
        RETURN;
    END IF;

    _to := least(_to, _from + most - 1);

    PERFORM audit.make_author_keys(_from, _to);
    _hashes := audit.range_hashes(_from, _to);

    IF length(_hashes) <> 32 * (_to - _from + 1) THEN
        RAISE EXCEPTION 'positions are missing between % and %: this log cannot be sealed',
            _from, _to
            USING ERRCODE = 'data_corrupted',
                  HINT = 'SELECT * FROM audit.verify() shows what is wrong.';
    END IF;

    RETURN QUERY
    INSERT INTO audit.checkpoints (from_position, to_position, previous_hash, event_hashes, hash)
    VALUES (_from, _to, _previous, _hashes,
            sha256(_previous || int8send(_from) || int8send(_to) || _hashes))
    RETURNING from_position, to_position, hash;
END;
$$;
