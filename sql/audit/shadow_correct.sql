-- Notes the rows of the read model that differ at one moment, without a lock on them; returns how
-- many there are.
CREATE FUNCTION audit_shadow.note_differences()
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _rows bigint;
BEGIN
    PERFORM audit_shadow.require_no_erasure();
    TRUNCATE pg_temp.derived_differences RESTART IDENTITY;

    INSERT INTO pg_temp.derived_differences (relation, key, live, derived)
    SELECT d.relation, d.key, d.live, d.derived
    FROM audit_shadow.differences() AS d;

    GET DIAGNOSTICS _rows = ROW_COUNT;
    RETURN _rows;
END;
$$;

-- Puts the next _most of the noted rows right, those after number _after; returns the number
-- of the last of them, or NULL where there is none. Only here is the head of the log taken,
-- and what is done under it costs by that many rows and by what was appended just now, not
-- by the log. What others append meanwhile on top of a wrong row may be wrong too; that is
-- what the next round of rebuild() finds.
CREATE FUNCTION audit_shadow.correct(_after bigint, _most integer DEFAULT 2000)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _last bigint;
BEGIN
    PERFORM audit_shadow.require_no_erasure();

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
    PERFORM audit_shadow.derive_all((SELECT coalesce(max(e.position), 0) FROM public.events AS e));
    PERFORM public.take_head();
    PERFORM audit_shadow.derive_all((SELECT coalesce(max(e.position), 0) FROM public.events AS e));

    BEGIN
        PERFORM audit_shadow.replace_rows(_after, _last);
    EXCEPTION WHEN unique_violation THEN
        -- A row of another batch has what is unique to one of these: all of them at once.
        PERFORM audit_shadow.replace_rows(_after, NULL);
        RETURN (SELECT max(d.n) FROM pg_temp.derived_differences AS d);
    END;
    RETURN _last;
END;
$$;

-- Puts the head of the log where its last event is, and says whether it was elsewhere. Only
-- then whoever appends has to wait.
CREATE FUNCTION audit_shadow.correct_head()
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _last bigint;
BEGIN
    IF (
        SELECT coalesce(max(e.position), 0) = (SELECT h.position FROM public.log_head AS h)
        FROM public.events AS e
    ) THEN
        RETURN false;
    END IF;

    -- The row itself may be missing: nothing but the table can be locked then.
    LOCK TABLE public.log_head IN EXCLUSIVE MODE;
    SELECT coalesce(max(e.position), 0) INTO _last FROM public.events AS e;

    INSERT INTO public.log_head AS h (position)
    VALUES (_last)
    ON CONFLICT (singleton) DO UPDATE
    SET position = excluded.position
    WHERE h.position <> excluded.position;

    RETURN FOUND;
END;
$$;

-- Replaces the live rows that were noted under the numbers after _after up to _to, or all
-- after _after, by those that were derived. First all that goes, then all that comes: two
-- rows may have swapped what is unique.
CREATE FUNCTION audit_shadow.replace_rows(_after bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET jit = off
AS $$
DECLARE
    _table record;
BEGIN
    PERFORM set_config('vestnik.projecting', 'on', true);

    FOR _table IN
        SELECT t.name,
               (SELECT string_agg(format('there.%1$I = (d.key ->> %1$L)::bigint', k), ' AND ')
                FROM unnest(t.key) AS k) AS is_noted
        FROM audit_shadow.tables() AS t
    LOOP
        EXECUTE format(
            'DELETE FROM public.%I AS there
             USING pg_temp.derived_differences AS d
             WHERE d.relation = %L
               AND d.n > $1
               AND d.n <= $2
               AND %s',
            _table.name, _table.name, _table.is_noted)
        USING _after, coalesce(_to, 9223372036854775807);
        EXECUTE format(
            'INSERT INTO public.%I
             SELECT there.*
             FROM pg_temp.derived_differences AS d
             JOIN pg_temp.%I AS there ON %s
             WHERE d.relation = %L
               AND d.n > $1
               AND d.n <= $2',
            _table.name, 'derived_' || _table.name, _table.is_noted, _table.name)
        USING _after, coalesce(_to, 9223372036854775807);
    END LOOP;

    PERFORM set_config('vestnik.projecting', 'off', true);
END;
$$;
