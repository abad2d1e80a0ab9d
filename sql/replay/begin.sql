-- Begins a replay: creates empty copies of the tables of the read model, derived_<table>, as
-- temporary tables of this session. Several sessions may do so concurrently. The names differ from
-- the live ones, so that the tables of an interrupted replay do not hide those.
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
    -- Locked until the end of the transaction: audit.verify() runs in one.
    INSERT INTO derived_head
    SELECT 0, s.steps
    FROM audit.erasure_steps AS s
    FOR SHARE;
    -- Defects of the log itself.
    CREATE TEMPORARY TABLE derived_findings (position bigint NOT NULL, problem text NOT NULL);
    CREATE TEMPORARY TABLE derived_differences (
        n        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        relation text  NOT NULL,
        key      jsonb NOT NULL,
        live     jsonb,
        derived  jsonb
    );
END;
$$;
