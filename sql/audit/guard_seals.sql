-- Before any UPDATE, DELETE or TRUNCATE of seals: refuses it, because seals are append-only.
CREATE OR REPLACE FUNCTION audit.guard_seals()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'seals are append-only: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE OR REPLACE TRIGGER guard_seals
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.seals
    FOR EACH STATEMENT
    EXECUTE FUNCTION audit.guard_seals();
