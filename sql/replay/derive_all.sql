-- Replays all remaining events up to a position. Its steps are larger than those of derive():
-- within one transaction Postgres keeps every former version of a row, and each step adds one to
-- the rows it changes.
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
