-- Generates from the table `realms` the function realm_<policy>(realm) for each policy that is true or
-- false, max_members(realm), and is_realm(realm) for CHECK constraints. They contain constants, so queries
-- can inline them, and CHECK constraints, which must not read tables, can call them. It runs after every
-- change of the policies. A retired realm stays one, because its events do.
DO $generate$
DECLARE
    _policy text;
BEGIN
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION public.is_realm(_realm text)
        RETURNS boolean
        LANGUAGE plpgsql
        IMMUTABLE
        PARALLEL SAFE
        AS $body$ BEGIN RETURN _realm = ANY (%L::text[]); END $body$
    $function$, (
        SELECT coalesce(array_agg(r.realm ORDER BY r.realm), '{}') FROM public.realms AS r
    ));

    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION public.max_members(_realm text)
        RETURNS integer
        LANGUAGE sql
        IMMUTABLE
        PARALLEL SAFE
        AS $body$ SELECT (%L::jsonb ->> _realm)::integer $body$
    $function$, (
        SELECT coalesce(jsonb_object_agg(r.realm, r.max_members), '{}') FROM public.realms AS r
    ));

    FOR _policy IN
        SELECT a.attname
        FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = 'public.realms'::regclass
          AND a.atttypid = 'boolean'::regtype
          AND a.attnum > 0
          AND NOT a.attisdropped
    LOOP
        EXECUTE format($statement$
            SELECT format($function$
                CREATE OR REPLACE FUNCTION public.%%I(_realm text)
                RETURNS boolean
                LANGUAGE sql
                IMMUTABLE
                PARALLEL SAFE
                AS $body$ SELECT _realm = ANY (%%L::text[]) $body$
            $function$, %L, coalesce(array_agg(r.realm ORDER BY r.realm), '{}'))
            FROM public.realms AS r
            WHERE r.%I
        $statement$, 'realm_' || _policy, _policy) INTO _policy;
        EXECUTE _policy;
    END LOOP;
END;
$generate$;
