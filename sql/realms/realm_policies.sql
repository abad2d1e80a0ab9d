-- Generates from the table `realms` a function for each of its policies, realm_<policy>(realm),
-- and the function that the CHECK constraints ask, is_realm(realm): constants, so that they cost
-- nothing where a query asks them and a CHECK may ask them at all. It runs after every change of
-- the policies. The rows come from the server's own list of realms (src/domain/policy.rs).
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
