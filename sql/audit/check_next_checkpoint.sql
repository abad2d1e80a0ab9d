-- A step of verify_hashes(): checks the first checkpoint that ends after a position. Says
-- where it ends and, if something is wrong, what.
CREATE OR REPLACE FUNCTION audit.check_next_checkpoint(
    _after        bigint,
    OUT sealed_to bigint,
    OUT found_at  bigint,
    OUT what      text
)
RETURNS SETOF record
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    _checkpoint audit.checkpoints;
    _previous   audit.checkpoints;
BEGIN
    SELECT c.*
    INTO _checkpoint
    FROM audit.checkpoints AS c
    WHERE c.to_position > _after
    ORDER BY c.to_position
    LIMIT 1;

    IF NOT FOUND THEN
        RETURN;
    END IF;

    SELECT c.*
    INTO _previous
    FROM audit.checkpoints AS c
    WHERE c.to_position < _checkpoint.to_position
    ORDER BY c.to_position DESC
    LIMIT 1;

    sealed_to := _checkpoint.to_position;
    found_at := _checkpoint.from_position;

    IF _checkpoint.from_position <> coalesce(_previous.to_position, 0) + 1 THEN
        found_at := coalesce(_previous.to_position, 0) + 1;
        what := format(
            'a checkpoint is missing: the next one begins at %s', _checkpoint.from_position
        );
    ELSIF _checkpoint.previous_hash
        <> coalesce(_previous.hash, decode(repeat('00', 32), 'hex')) THEN
        what := 'this checkpoint does not continue the one before';
    ELSIF _checkpoint.hash <> sha256(
        _checkpoint.previous_hash || int8send(_checkpoint.from_position)
        || int8send(_checkpoint.to_position) || _checkpoint.event_hashes
    ) THEN
        what := 'this checkpoint was altered';
    ELSIF _previous IS NULL AND EXISTS (SELECT FROM public.events AS e WHERE e.position < 1) THEN
        SELECT min(e.position) INTO found_at FROM public.events AS e;
        what := 'this event was inserted before the beginning of the log';
    ELSIF _checkpoint.event_hashes
        <> audit.range_hashes(_checkpoint.from_position, _checkpoint.to_position) THEN
        SELECT p,
               CASE
                   WHEN e.position IS NULL THEN 'this event was removed'
                   ELSE 'this event was altered'
               END
        INTO found_at, what
        FROM generate_series(_checkpoint.from_position, _checkpoint.to_position) AS p
        LEFT JOIN public.events AS e ON e.position = p
        LEFT JOIN audit.author_keys AS k ON k.author_id = e.actor_id
        WHERE e.position IS NULL
           OR audit.event_hash(e, k.key) <> substring(
               _checkpoint.event_hashes
               FROM (32 * (p - _checkpoint.from_position))::integer + 1 FOR 32
           )
        ORDER BY p
        LIMIT 1;
    END IF;

    RETURN NEXT;
END;
$$;
