-- Creates the roles. Every connection of the server becomes `vestnik_server` (SET ROLE), which can
-- append and read, but neither change nor delete events nor write the read model. `vestnik_auditor`
-- is the role of auditors.
--
-- Roles belong to the cluster: `vestnik migrate` for another database may create them concurrently.
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

    -- The owner may become the server, so that one URL is enough for a small installation. From
    -- PostgreSQL 16 on, the creator of a role is a member of it that may not SET ROLE to it.
    IF NOT pg_catalog.pg_has_role(current_user, 'vestnik_server', CASE
        WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET'
        ELSE 'MEMBER'
    END) THEN
        EXECUTE format('GRANT vestnik_server TO %I', current_user);
    END IF;
END;
$$;
