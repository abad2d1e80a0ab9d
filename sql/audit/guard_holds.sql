-- Before a row of holds changes: allows only that a hold is released, once.
CREATE OR REPLACE FUNCTION audit.guard_holds()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.released_at IS NULL
        AND (OLD.id, OLD.chat_id, OLD.user_id, OLD.reason, OLD.placed_at, OLD.placed_by)
            IS NOT DISTINCT FROM
            (NEW.id, NEW.chat_id, NEW.user_id, NEW.reason, NEW.placed_at, NEW.placed_by) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a hold can only be released, once: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE OR REPLACE TRIGGER guard_holds
    BEFORE UPDATE OR DELETE ON audit.holds
    FOR EACH ROW
    EXECUTE FUNCTION audit.guard_holds();

CREATE OR REPLACE TRIGGER guard_holds_truncate
    BEFORE TRUNCATE ON audit.holds
    FOR EACH STATEMENT
    EXECUTE FUNCTION audit.guard_append_only();
