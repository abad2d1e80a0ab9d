-- Generates a copy of project() and of the routines that it calls, in which the tables of the read
-- model are replaced by temporary ones of the session (begin.sql). So there is only one
-- implementation, and new steps and tables are included automatically. It runs after every change
-- of the routines.
--
-- Only the routines of `audit` may use the schema audit_replay.
DROP SCHEMA IF EXISTS audit_replay CASCADE;

CREATE SCHEMA audit_replay;

-- The tables of the read model: those that only project() may write.
CREATE FUNCTION audit_replay.tables()
RETURNS TABLE (name text, key text[])
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT c.relname::text,
           ARRAY(
               SELECT a.attname::text
               FROM pg_index AS i
               CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k (number, ordinal)
               JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.number
               WHERE i.indrelid = c.oid
                 AND i.indisprimary
               ORDER BY k.ordinal
           )
    FROM pg_class AS c
    JOIN pg_trigger AS t ON t.tgrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace
      AND t.tgname = 'guard_read_model'
    ORDER BY c.relname;
$$;

DO $$
DECLARE
    _names  text[];
    _tables text;
    _source text;
BEGIN
    -- project(), what it calls, what that calls, …
    WITH RECURSIVE calls AS MATERIALIZED (
        SELECT caller.proname::text AS caller, called.parts[1] AS name
        FROM pg_catalog.pg_proc AS caller
        CROSS JOIN LATERAL regexp_matches(caller.prosrc, '\mpublic\.(\w+)\(', 'g') AS called (parts)
        WHERE caller.pronamespace = 'public'::regnamespace
    ),
    found AS (
        -- Both parts of a recursive query need the same collation; names in the catalog have this one.
        SELECT 'project' COLLATE "C" AS name
        UNION
        SELECT c.name
        FROM found AS f
        JOIN calls AS c ON c.caller = f.name
    )
    SELECT array_agg(p.proname::text ORDER BY p.proname)
    INTO _names
    FROM pg_catalog.pg_proc AS p
    JOIN found AS f ON f.name = p.proname
    WHERE p.pronamespace = 'public'::regnamespace;

    SELECT string_agg(t.name, '|')
    INTO _tables
    FROM audit_replay.tables() AS t;

    -- The temporary tables do not exist yet.
    PERFORM set_config('check_function_bodies', 'off', true);

    FOR _source IN
        SELECT pg_get_functiondef(p.oid)
        FROM pg_catalog.pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace
          AND p.proname = ANY (_names)
    LOOP
        _source := regexp_replace(_source, format('\mpublic\.(%s)\M', _tables),
                                  'pg_temp.derived_\1', 'g');
        _source := regexp_replace(_source, format('\mpublic\.(%s)\(', array_to_string(_names, '|')),
                                  'audit_replay.\1(', 'g');
        -- The copies run with the privileges of their caller.
        EXECUTE regexp_replace(_source, ' SECURITY DEFINER', '');
    END LOOP;

    PERFORM set_config('check_function_bodies', 'on', true);
END;
$$;
