-- The seals without the hashes of their events, to be stored outside of the database.
CREATE OR REPLACE FUNCTION audit.exported_seals(after bigint DEFAULT 0)
RETURNS TABLE (from_position bigint, to_position bigint, hash bytea, sealed_at timestamptz)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.from_position, s.to_position, s.hash, s.sealed_at
    FROM audit.seals AS s
    WHERE s.to_position > exported_seals.after
    ORDER BY s.to_position;
$$;
