-- Records the rows of the read model that differ in one snapshot, without locking them; returns
-- their number.
CREATE FUNCTION audit_replay.record_differences()
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _rows bigint;
BEGIN
    PERFORM audit_replay.require_no_erasure();
    TRUNCATE pg_temp.derived_differences RESTART IDENTITY;

    INSERT INTO pg_temp.derived_differences (relation, key, live, derived)
    SELECT d.relation, d.key, d.live, d.derived
    FROM audit_replay.differences() AS d;

    GET DIAGNOSTICS _rows = ROW_COUNT;
    RETURN _rows;
END;
$$;
