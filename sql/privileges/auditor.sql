-- The privileges of auditors: they may call the routines and read the tables below. They may not
-- write, rebuild, or call routines of the server.
REVOKE ALL ON ALL ROUTINES IN SCHEMA audit FROM PUBLIC;
REVOKE ALL ON ALL ROUTINES IN SCHEMA audit_replay FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM PUBLIC;

GRANT USAGE ON SCHEMA audit TO vestnik_auditor;

GRANT EXECUTE ON FUNCTION
    audit.timeline(bigint, bigint, integer),
    audit.chat_as_of(bigint, timestamptz),
    audit.describe_events(bigint, bigint),
    audit.user_activity(bigint, timestamptz, timestamptz),
    audit.key_activity(text, timestamptz, timestamptz),
    audit.message_readers(bigint),
    audit.find_people(text),
    audit.find_texts(text, bigint, timestamptz, timestamptz),
    audit.members_as_of(bigint, timestamptz),
    audit.visible_to(bigint, bigint, timestamptz),
    audit.deletions(bigint, timestamptz, timestamptz),
    audit.changes_between(bigint, timestamptz, timestamptz),
    audit.files_sent(bigint),
    audit.actions_of(bigint, timestamptz, timestamptz),
    audit.counts_by_day(timestamptz, timestamptz, bigint),
    audit.erasure_ledger(),
    audit.staff_accesses(bigint, bigint, timestamptz, timestamptz),
    audit.user_label(bigint),
    audit.verify(),
    audit.verify_hashes(),
    audit.check_next_seal(bigint),
    audit.compare_seal(bigint, bytea),
    audit.exported_seals(bigint)
TO vestnik_auditor;

-- For their own queries. These tables do not contain erased texts, and auditors cannot read
-- credentials, sessions or the keys of authors.
GRANT SELECT ON
    public.events, public.chats, public.chat_participants, public.former_participants,
    public.all_participants, public.messages, public.erasures, public.erasure_requests, audit.holds,
    audit.seal_time_stamps, audit.accesses
TO vestnik_auditor;
