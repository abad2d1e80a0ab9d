-- Begins a derivation beside the live read model: empty temporary tables of its shape,
-- derived_<table>, in this session alone. Several sessions may do so at once, and nothing is left
-- behind. The names differ from the live ones, so that an interrupted derivation never hides them.
CREATE FUNCTION audit_replay.begin()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
AS $$
DECLARE
    _name text;
BEGIN
    PERFORM audit_replay.drop_derived_tables();

    FOR _name IN SELECT t.name FROM audit_replay.tables() AS t LOOP
        EXECUTE format('CREATE TEMPORARY TABLE %I (LIKE public.%I INCLUDING ALL)',
                       'derived_' || _name, _name);
    END LOOP;

    CREATE TEMPORARY TABLE derived_head (position bigint NOT NULL, erasure_steps bigint NOT NULL);
    -- Locked to the end of the transaction, which is that of the comparison at psql.
    INSERT INTO derived_head
    SELECT 0, s.steps
    FROM audit.erasure_steps AS s
    FOR SHARE;
    -- What is wrong with the log itself.
    CREATE TEMPORARY TABLE derived_findings (position bigint NOT NULL, what text NOT NULL);
    CREATE TEMPORARY TABLE derived_differences (
        n        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        relation text  NOT NULL,
        key      jsonb NOT NULL,
        live     jsonb,
        derived  jsonb
    );
END;
$$;
