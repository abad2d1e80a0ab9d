-- Drops the tables of begin().
CREATE FUNCTION audit_replay.drop_derived_tables()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
AS $$
DECLARE
    _table regclass;
BEGIN
    FOR _table IN
        SELECT c.oid::regclass
        FROM pg_class AS c
        WHERE c.relnamespace = pg_my_temp_schema()
          AND c.relkind = 'r'
          AND c.relname LIKE 'derived\_%'
    LOOP
        EXECUTE format('DROP TABLE %s', _table);
    END LOOP;
END;
$$;
