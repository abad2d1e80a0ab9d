-- Creates the roles. `vestnik_server` is what every connection of the server becomes (SET ROLE): it
-- appends and reads, and can neither change nor delete an event, nor write the read model.
-- `vestnik_auditor` reads what auditors read.
--
-- Roles belong to the cluster: another database's migrate may be creating them right now.
DO $$
DECLARE
    _role text;
BEGIN
    FOREACH _role IN ARRAY ARRAY['vestnik_server', 'vestnik_auditor'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = _role) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', _role);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
    END LOOP;

    -- The owner's own URL is enough to start with: it may become the server. From
    -- PostgreSQL 16 on, who made a role is a member of it that may not become it.
    IF NOT pg_catalog.pg_has_role(current_user, 'vestnik_server', CASE
        WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET'
        ELSE 'MEMBER'
    END) THEN
        EXECUTE format('GRANT vestnik_server TO %I', current_user);
    END IF;
END;
$$;
