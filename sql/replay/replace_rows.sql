-- Replaces the live rows that were recorded under the numbers after _after up to _to (NULL: all) by
-- the derived ones. It deletes all of them before it inserts any, because two rows may have swapped
-- a unique value.
CREATE FUNCTION audit_replay.replace_rows(_after bigint, _to bigint)
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
               -- Generated columns cannot be inserted.
               (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
                FROM pg_attribute AS a
                WHERE a.attrelid = format('public.%I', t.name)::regclass
                  AND a.attnum > 0
                  AND NOT a.attisdropped
                  AND a.attgenerated = '') AS columns,
               (SELECT string_agg(format('target.%I', a.attname), ', ' ORDER BY a.attnum)
                FROM pg_attribute AS a
                WHERE a.attrelid = format('public.%I', t.name)::regclass
                  AND a.attnum > 0
                  AND NOT a.attisdropped
                  AND a.attgenerated = '') AS derived_columns,
               (SELECT string_agg(format('target.%1$I = (d.key ->> %1$L)::bigint', k), ' AND ')
                FROM unnest(t.key) AS k) AS is_recorded
        FROM audit_replay.tables() AS t
    LOOP
        EXECUTE format(
            'DELETE FROM public.%I AS target
             USING pg_temp.derived_differences AS d
             WHERE d.relation = %L
               AND d.n > $1
               AND d.n <= $2
               AND %s',
            _table.name, _table.name, _table.is_recorded)
        USING _after, coalesce(_to, 9223372036854775807);
        EXECUTE format(
            'INSERT INTO public.%I (%s)
             SELECT %s
             FROM pg_temp.derived_differences AS d
             JOIN pg_temp.%I AS target ON %s
             WHERE d.relation = %L
               AND d.n > $1
               AND d.n <= $2',
            _table.name, _table.columns, _table.derived_columns, 'derived_' || _table.name,
            _table.is_recorded, _table.name)
        USING _after, coalesce(_to, 9223372036854775807);
    END LOOP;

    PERFORM set_config('vestnik.projecting', 'off', true);
END;
$$;
