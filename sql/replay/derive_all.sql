-- Derives all that is left up to a position. In larger steps: within one transaction Postgres keeps
-- each former version of a row, and every step adds one to each row it touches.
CREATE FUNCTION audit_replay.derive_all(_to bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    LOOP
        EXIT WHEN audit_replay.derive(_to, 100000) >= _to;
    END LOOP;
END;
$$;
