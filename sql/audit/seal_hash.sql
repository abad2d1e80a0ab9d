-- The hash of a seal, for seal_log() and check_next_seal():
--
--     SHA-256(previous_hash || from_position || to_position || head_position || sealed_at || root)
--
-- Positions are 8 bytes in big-endian order, and so is the time, in microseconds since 1970-01-01 UTC. The root is
-- that of the hashes of the events: merkle_root().
CREATE OR REPLACE FUNCTION audit.seal_hash(_seal audit.seals)
RETURNS bytea
LANGUAGE sql
IMMUTABLE
RETURN sha256(
    _seal.previous_hash
    || int8send(_seal.from_position)
    || int8send(_seal.to_position)
    || int8send(_seal.head_position)
    || int8send((extract(epoch FROM _seal.sealed_at) * 1000000)::bigint)
    || audit.merkle_root(_seal.event_hashes)
);
