-- What an auditor may do: read through the routines named here, and the tables below. It has no
-- other right in the database: none to write, none to rebuild, none on what the server calls.
REVOKE ALL ON ALL ROUTINES IN SCHEMA audit FROM PUBLIC;
REVOKE ALL ON ALL ROUTINES IN SCHEMA audit_replay FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM PUBLIC;

GRANT USAGE ON SCHEMA audit TO vestnik_auditor;

GRANT EXECUTE ON FUNCTION
    audit.timeline(bigint, bigint, integer),
    audit.chat_as_of(bigint, timestamptz),
    audit.describe_events(bigint, bigint),
    audit.user_activity(bigint, timestamptz, timestamptz),
    audit.message_readers(bigint),
    audit.user_label(bigint),
    audit.verify(),
    audit.verify_hashes(),
    audit.check_next_checkpoint(bigint),
    audit.compare_seal(bigint, bytea),
    audit.exported_seals(bigint)
TO vestnik_auditor;

-- Auditors write queries of their own over what happened. Texts that were erased are not there
-- any more; credentials, sessions and the keys of the seals are not theirs to read.
GRANT SELECT ON
    public.events, public.chats, public.chat_participants, public.messages
TO vestnik_auditor;
