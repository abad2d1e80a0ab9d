-- Whether a checkpoint that was kept elsewhere is the one that this database has: what is
-- wrong, or NULL. With audit.verify_hashes() finding nothing, that proves everything up to
-- its position to be what it was when it was kept.
--
--     SELECT audit.compare_seal(1000, '\x5f0c…');
--
-- To keep them: `vestnik export --checkpoints`, or at psql
--
--     \copy (SELECT * FROM audit.exported_seals()) TO 'checkpoints.csv' CSV HEADER
CREATE OR REPLACE FUNCTION audit.compare_seal(to_position bigint, hash bytea)
RETURNS text
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        WHEN c.to_position IS NULL THEN 'there is no checkpoint at this position'
        WHEN c.hash <> compare_seal.hash THEN 'the checkpoint at this position is another one'
    END
    FROM (SELECT compare_seal.to_position AS position) AS kept
    LEFT JOIN audit.checkpoints AS c ON c.to_position = kept.position;
$$;
