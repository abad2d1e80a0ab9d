-- Whether a checkpoint that was kept elsewhere is the one that this database has: what is
-- wrong, or NULL. With audit.verify_hashes() finding nothing, that proves everything up to
-- its position to be what it was when it was kept.
--
--     SELECT audit.kept_checkpoint(1000, '\x5f0c…');
--
-- To keep them: `vestnik export --checkpoints`, or at psql
--
--     \copy (SELECT * FROM audit.seals()) TO 'checkpoints.csv' CSV HEADER
CREATE OR REPLACE FUNCTION audit.kept_checkpoint(to_position bigint, hash bytea)
RETURNS text
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        WHEN c.to_position IS NULL THEN 'there is no checkpoint at this position'
        WHEN c.hash <> kept_checkpoint.hash THEN 'the checkpoint at this position is another one'
    END
    FROM (SELECT kept_checkpoint.to_position AS position) AS kept
    LEFT JOIN audit.checkpoints AS c ON c.to_position = kept.position;
$$;

-- The checkpoints, without the hashes of single events: a line for each, to be kept elsewhere.
CREATE OR REPLACE FUNCTION audit.seals(after bigint DEFAULT 0)
RETURNS TABLE (from_position bigint, to_position bigint, hash bytea, made_at timestamptz)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT c.from_position, c.to_position, c.hash, c.made_at
    FROM audit.checkpoints AS c
    WHERE c.to_position > seals.after
    ORDER BY c.to_position;
$$;
