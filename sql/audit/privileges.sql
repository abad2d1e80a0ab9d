-- Runs last: an auditor reads through the routines named here, and those tables that
-- ../routines/roles.sql names. It has no other right in the database: none to write, none to
-- rebuild, none on what the server calls.
REVOKE ALL ON ALL ROUTINES IN SCHEMA audit FROM PUBLIC;
REVOKE ALL ON ALL ROUTINES IN SCHEMA audit_shadow FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM PUBLIC;

GRANT USAGE ON SCHEMA audit TO vestnik_auditor;

GRANT EXECUTE ON FUNCTION
    audit.timeline(bigint, bigint, integer),
    audit.chat_at(bigint, timestamptz),
    audit.replay(bigint, bigint),
    audit.user_activity(bigint, timestamptz, timestamptz),
    audit.who_read(bigint),
    audit.person(bigint),
    audit.verify(),
    audit.verify_hashes(),
    audit.check_next_checkpoint(bigint),
    audit.kept_checkpoint(bigint, bytea),
    audit.seals(bigint)
TO vestnik_auditor;

-- A replica seals what was appended. It can neither read the log this way nor alter a seal.
GRANT USAGE ON SCHEMA audit TO vestnik_server;
GRANT EXECUTE ON FUNCTION audit.checkpoint(integer), audit.seal_age() TO vestnik_server;
