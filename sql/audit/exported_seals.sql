-- The seals without the hashes of single events: one line each, to be stored elsewhere.
CREATE OR REPLACE FUNCTION audit.exported_seals(after bigint DEFAULT 0)
RETURNS TABLE (from_position bigint, to_position bigint, hash bytea, sealed_at timestamptz)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT c.from_position, c.to_position, c.hash, c.sealed_at
    FROM audit.checkpoints AS c
    WHERE c.to_position > exported_seals.after
    ORDER BY c.to_position;
$$;
