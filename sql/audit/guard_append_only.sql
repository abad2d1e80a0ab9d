-- Before any UPDATE, DELETE or TRUNCATE of seals, of their time-stamps and of the actions of keys: refuses it, because
-- they are append-only.
CREATE OR REPLACE FUNCTION audit.guard_append_only()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION '% are append-only: % is refused', replace(TG_TABLE_NAME, '_', ' '), TG_OP
        USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE OR REPLACE TRIGGER guard_seals
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.seals
    FOR EACH STATEMENT
    EXECUTE FUNCTION audit.guard_append_only();

CREATE OR REPLACE TRIGGER guard_key_actions
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.key_actions
    FOR EACH STATEMENT
    EXECUTE FUNCTION audit.guard_append_only();

CREATE OR REPLACE TRIGGER guard_seal_time_stamps
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.seal_time_stamps
    FOR EACH STATEMENT
    EXECUTE FUNCTION audit.guard_append_only();
