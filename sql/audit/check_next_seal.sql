-- A step of verify_hashes() and of the checks of the operator's desk, not of `vestnik verify`, which does not
-- trust the database: checks the first seal that ends after a position. Returns where it
-- ends and, if something is wrong, where and what the problem is.
CREATE OR REPLACE FUNCTION audit.check_next_seal(
    _after        bigint,
    OUT sealed_to bigint,
    OUT found_at  bigint,
    OUT problem   text
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
    _seal audit.seals;
    _previous   audit.seals;
BEGIN
    SELECT s.*
    INTO _seal
    FROM audit.seals AS s
    WHERE s.to_position > _after
    ORDER BY s.to_position
    LIMIT 1;

    IF NOT FOUND THEN
        RETURN;
    END IF;

    SELECT s.*
    INTO _previous
    FROM audit.seals AS s
    WHERE s.to_position < _seal.to_position
    ORDER BY s.to_position DESC
    LIMIT 1;

    sealed_to := _seal.to_position;
    found_at := _seal.from_position;

    IF _seal.from_position <> coalesce(_previous.to_position, 0) + 1 THEN
        found_at := coalesce(_previous.to_position, 0) + 1;
        problem := format(
            'a seal is missing: the next one begins at %s', _seal.from_position
        );
    ELSIF _seal.previous_hash
        <> coalesce(_previous.hash, decode(repeat('00', 32), 'hex')) THEN
        problem := 'this seal does not continue the previous one';
    ELSIF _seal.hash <> audit.seal_hash(_seal) THEN
        problem := 'this seal was altered';
    ELSIF _previous IS NULL AND EXISTS (SELECT FROM public.events AS e WHERE e.position < 1) THEN
        SELECT min(e.position) INTO found_at FROM public.events AS e;
        problem := 'this event was inserted before the beginning of the log';
    ELSIF _seal.event_hashes
        <> audit.range_hashes(_seal.from_position, _seal.to_position) THEN
        SELECT p,
               CASE
                   WHEN e.position IS NULL THEN 'this event was removed'
                   ELSE 'this event was altered'
               END
        INTO found_at, problem
        FROM generate_series(_seal.from_position, _seal.to_position) AS p
        LEFT JOIN public.events AS e ON e.position = p
        LEFT JOIN audit.author_keys AS k ON k.author_id = audit.text_author(e)
        WHERE e.position IS NULL
           OR audit.event_hash(e, k.key) <> substring(
               _seal.event_hashes
               FROM (32 * (p - _seal.from_position))::integer + 1 FOR 32
           )
        ORDER BY p
        LIMIT 1;
    END IF;

    RETURN NEXT;
END;
$$;
