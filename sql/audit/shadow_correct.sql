-- Notes the rows of the read model that differ at one moment, without a lock; returns how
-- many there are.
CREATE FUNCTION audit_shadow.note_differences()
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _rows bigint;
BEGIN
    TRUNCATE pg_temp.derived_differences;

    INSERT INTO pg_temp.derived_differences (relation, key, live, derived)
    SELECT d.relation, d.key, d.live, d.derived
    FROM audit_shadow.differences() AS d;

    GET DIAGNOSTICS _rows = ROW_COUNT;
    RETURN _rows;
END;
$$;

-- Puts the noted rows right. Only here is the head of the log taken, and what is done under
-- it costs by the rows noted and by what was appended since, not by the log. What others
-- appended since on top of a wrong row may be wrong too; that is what the next round of
-- rebuild() finds.
CREATE FUNCTION audit_shadow.correct()
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off
AS $$
DECLARE
    _table record;
    _rows  bigint;
BEGIN
    -- What was appended while the rows were noted, before anybody has to wait for it.
    PERFORM audit_shadow.derive_all((SELECT coalesce(max(e.position), 0) FROM public.events AS e));
    PERFORM public.take_head();
    PERFORM audit_shadow.derive_all((SELECT coalesce(max(e.position), 0) FROM public.events AS e));
    PERFORM set_config('vestnik.projecting', 'on', true);

    -- First all that goes, then all that comes: two rows may have swapped what is unique.
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
               AND %s',
            _table.name, _table.name, _table.is_noted);
        EXECUTE format(
            'INSERT INTO public.%I
             SELECT there.*
             FROM pg_temp.derived_differences AS d
             JOIN pg_temp.%I AS there ON %s
             WHERE d.relation = %L',
            _table.name, 'derived_' || _table.name, _table.is_noted, _table.name);
    END LOOP;

    PERFORM set_config('vestnik.projecting', 'off', true);

    SELECT count(*)
    INTO _rows
    FROM pg_temp.derived_differences AS d;
    RETURN _rows;
END;
$$;
