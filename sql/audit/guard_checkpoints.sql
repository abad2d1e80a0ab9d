-- Before any UPDATE, DELETE or TRUNCATE of checkpoints: they are append-only.
CREATE OR REPLACE FUNCTION audit.guard_checkpoints()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'checkpoints are append-only: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE OR REPLACE TRIGGER guard_checkpoints
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.checkpoints
    FOR EACH STATEMENT
    EXECUTE FUNCTION audit.guard_checkpoints();
