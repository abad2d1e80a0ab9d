-- The root of a Merkle tree over hashes of events, 32 bytes each, for seal_hash(): RFC 6962, section 2.1. So
-- `vestnik export --proof` shows that a seal covers an event without the hashes of all others.
--
--     leaf = SHA-256(0x00 || hash of the event), node = SHA-256(0x01 || left || right)
--
-- Two neighbours become a node of the next level; the last one of an odd number moves up as it is.
CREATE OR REPLACE FUNCTION audit.merkle_root(_hashes bytea)
RETURNS bytea
LANGUAGE plpgsql
IMMUTABLE
AS $$
DECLARE
    _count integer := length(_hashes) / 32;
    _level bytea;
BEGIN
    _level := (
        SELECT string_agg(sha256('\x00'::bytea || substring(_hashes FROM 32 * i + 1 FOR 32)), ''::bytea ORDER BY i)
        FROM generate_series(0, _count - 1) AS i
    );
    WHILE _count > 1 LOOP
        _level := (
            SELECT string_agg(
                CASE
                    WHEN 2 * i + 1 < _count THEN sha256('\x01'::bytea || substring(_level FROM 64 * i + 1 FOR 64))
                    ELSE substring(_level FROM 64 * i + 1 FOR 32)
                END,
                ''::bytea ORDER BY i
            )
            FROM generate_series(0, (_count - 1) / 2) AS i
        );
        _count := (_count + 1) / 2;
    END LOOP;
    RETURN _level;
END;
$$;
