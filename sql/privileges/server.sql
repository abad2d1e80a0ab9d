-- The privileges of the server.
GRANT USAGE ON SCHEMA public TO vestnik_server;
GRANT SELECT ON
    public.users, public.name_suffixes, public.credentials, public.lessons,
    public.log_head, public.head_cursor, public.events, public.all_participants,
    public.server_keys, public.imported_ranges, public.unordered_ranges, public.realms,
    public.refresh_tokens, public.revoked_sessions, public.api_keys, public.schema_state, public.erasures
TO vestnik_server;

-- The read model.
DO $$
DECLARE
    _table text;
BEGIN
    FOR _table IN SELECT t.name FROM audit_replay.tables() AS t LOOP
        EXECUTE format('GRANT SELECT ON public.%I TO vestnik_server', _table);
    END LOOP;
END;
$$;

-- The server appends by append_batch() alone, which decides on each event. It has no privilege to insert.
REVOKE INSERT ON public.events FROM vestnik_server;

GRANT INSERT, UPDATE ON public.users, public.credentials, public.lessons TO vestnik_server;
GRANT INSERT, UPDATE, DELETE ON public.refresh_tokens TO vestnik_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    public.logins, public.invitations, public.account_links, public.reset_requests
TO vestnik_server;
GRANT INSERT, DELETE ON public.revoked_sessions TO vestnik_server;
GRANT SELECT, DELETE ON public.unclaimed_guests TO vestnik_server;
GRANT SELECT, DELETE ON public.key_tokens TO vestnik_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.login_failures TO vestnik_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.idempotency_keys TO vestnik_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.attachments, public.uploads TO vestnik_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.drafts, public.scheduled_claims TO vestnik_server;
GRANT INSERT ON public.server_keys TO vestnik_server;
-- Locking a row needs UPDATE.
GRANT SELECT, UPDATE ON public.locks TO vestnik_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.replicas, public.presence TO vestnik_server;
GRANT SELECT, INSERT, UPDATE ON public.last_seen, public.presence_version TO vestnik_server;
GRANT SELECT, INSERT, UPDATE ON public.consumers TO vestnik_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.deliveries, public.delivery_receivers TO vestnik_server;
GRANT SELECT, INSERT, DELETE ON public.dead_letters TO vestnik_server;
GRANT SELECT, INSERT, UPDATE ON public.seal_witnesses TO vestnik_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    public.push_subscriptions, public.user_preferences, public.mail_repeats
TO vestnik_server;

-- The operator's desk.
GRANT SELECT, INSERT, UPDATE, DELETE ON
    public.desk_position, public.desk_activity, public.desk_waits, public.desk_authors
TO vestnik_server;
GRANT SELECT, INSERT, DELETE ON public.erasure_requests TO vestnik_server;

-- Only the roles below may call routines that run with the owner's privileges, or attach trigger
-- functions of this kind to tables of their own.
DO $$
DECLARE
    _routine regprocedure;
BEGIN
    FOR _routine IN
        SELECT p.oid::regprocedure
        FROM pg_catalog.pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace
          AND p.prosecdef
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', _routine);
    END LOOP;
END;
$$;

REVOKE EXECUTE ON FUNCTION
    public.signed(text),
    public.events_channel(),
    public.listen(),
    public.send_signal(text),
    public.lock_presence(),
    public.notify_presence(bigint[], bigint[])
FROM PUBLIC;

GRANT EXECUTE ON FUNCTION
    public.append_batch(
        uuid[], text[], text[], bigint[], bigint[], jsonb[], jsonb[], jsonb[], text[], jsonb,
        boolean, boolean
    ),
    public.prepare_texts(uuid[], text[], bigint[], boolean[]),
    public.wait_for_head(),
    public.announce_attachment(bigint),
    public.expire_unposted_attachments(integer),
    public.add_key_token(text, text, bigint, timestamptz),
    public.release_from_key(bigint, text, text, text, text, bigint, text[], text, text),
    public.signed(text),
    public.events_channel(),
    public.listen(),
    public.send_signal(text),
    public.lock_presence(),
    public.notify_presence(bigint[], bigint[])
TO vestnik_server;

-- Replicas seal new events, and hand the newest seal to witnesses. These functions neither return events nor change
-- seals.
GRANT USAGE ON SCHEMA audit TO vestnik_server;
GRANT EXECUTE ON FUNCTION
    audit.seal_log(integer), audit.seal_age(), audit.newest_seal(), audit.witness_age(text[])
TO vestnik_server;

-- What is read of others is recorded before it is shown.
GRANT EXECUTE ON FUNCTION
    audit.record_access(
        text, bigint, text, text, bigint, bigint, bigint, boolean, text, text, text, boolean
    )
TO vestnik_server;

-- What keys do that is no event is recorded in the statement that does it.
GRANT INSERT ON audit.key_actions TO vestnik_server;

-- ON CONFLICT reads the columns of the key.
GRANT INSERT, SELECT (authority, to_position) ON audit.seal_time_stamps TO vestnik_server;

-- The operator's desk describes the events of a chat with the functions that auditors call.
GRANT EXECUTE ON FUNCTION
    audit.describe_event(public.events),
    audit.text_state(public.events),
    audit.display_name(bigint, text),
    audit.person_at(bigint, bigint),
    audit.message_files(public.events),
    audit.proof(),
    audit.request_proof(bigint),
    audit.continue_proof(integer)
TO vestnik_server;
GRANT SELECT ON audit.origin, audit.imported_people TO vestnik_server;
