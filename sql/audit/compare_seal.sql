-- Compares a seal that was stored elsewhere with the one of this database: what is wrong, or NULL.
-- If audit.verify_hashes() finds nothing either, everything up to its position is what it was when
-- the seal was stored.
--
--     SELECT audit.compare_seal(1000, '\x5f0c…');
--
-- To store seals elsewhere: `vestnik export --checkpoints`, or at psql
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
