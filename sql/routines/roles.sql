-- Runs last: who may do what. `vestnik_server` is what every connection of the server
-- becomes (SET ROLE): it appends and reads, and can neither change nor delete an event,
-- nor write the read model. `vestnik_auditor` reads what auditors read.
--
-- Roles belong to the cluster: another database's migrate may be creating them right now.
DO $$
DECLARE
    _role text;
BEGIN
    FOREACH _role IN ARRAY ARRAY['vestnik_server', 'vestnik_auditor'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = _role) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', _role);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
    END LOOP;

    -- The owner's own URL is enough to start with: it may become the server. From
    -- PostgreSQL 16 on, who made a role is a member of it that may not become it.
    IF NOT pg_catalog.pg_has_role(current_user, 'vestnik_server', CASE
        WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET'
        ELSE 'MEMBER'
    END) THEN
        EXECUTE format('GRANT vestnik_server TO %I', current_user);
    END IF;
END;
$$;

GRANT USAGE ON SCHEMA public TO vestnik_server;

GRANT SELECT ON
    public.users, public.credentials, public.lessons,
    public.log_head, public.events,
    public.chats, public.chat_participants, public.messages,
    public.chat_settings, public.reports, public.bans, public.blocks, public.server_keys,
    public.refresh_tokens, public.revoked_sessions, public.schema_state, public.erasures
TO vestnik_server;

GRANT INSERT ON public.events TO vestnik_server;
GRANT INSERT, UPDATE ON public.users, public.credentials, public.lessons TO vestnik_server;
GRANT INSERT, UPDATE, DELETE ON public.refresh_tokens TO vestnik_server;
GRANT INSERT, DELETE ON public.revoked_sessions TO vestnik_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.login_failures TO vestnik_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.attachments TO vestnik_server;
GRANT INSERT ON public.server_keys TO vestnik_server;
-- UPDATE is what locking a row takes.
GRANT SELECT, UPDATE ON public.locks TO vestnik_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.replicas, public.presence TO vestnik_server;
GRANT SELECT, INSERT, UPDATE ON public.last_seen, public.presence_version TO vestnik_server;

GRANT SELECT, INSERT, UPDATE ON public.consumers TO vestnik_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.notifications TO vestnik_server;
GRANT SELECT, INSERT ON public.dead_letters TO vestnik_server;

-- Called with their owner's rights, so not by just anyone: neither by name nor, what is a
-- trigger's, by a trigger on a table of one's own, a temporary one for instance.
REVOKE EXECUTE ON FUNCTION
    public.after_append(),
    public.complete_event(),
    public.take_head_before_removal(),
    public.removal_by_hand(),
    public.check_lesson(),
    public.lesson_completed(),
    public.user_removed(),
    public.assign_user_id(),
    public.signal_role_change(),
    public.signal_removal(),
    public.signal_revocation(),
    public.append_batch(uuid[], text[], text[], bigint[], bigint[], jsonb[], boolean, jsonb),
    public.take_head(),
    public.project(bigint, bigint),
    public.project_chats(bigint, bigint),
    public.project_sent(bigint, bigint),
    public.project_edited(bigint, bigint),
    public.project_deleted(bigint, bigint),
    public.project_participants(bigint, bigint),
    public.project_endings(bigint, bigint),
    public.project_reads(bigint, bigint),
    public.settle_attachments(integer),
    public.send_signal(text),
    public.presence_lock(),
    public.presence_announce(bigint[], bigint[]),
    public.project_hidden(bigint, bigint),
    public.project_blocks(bigint, bigint),
    public.project_reports(bigint, bigint),
    public.project_bans(bigint, bigint)
FROM PUBLIC;

GRANT EXECUTE ON FUNCTION
    public.append_batch(uuid[], text[], text[], bigint[], bigint[], jsonb[], boolean, jsonb),
    public.settle_attachments(integer),
    public.send_signal(text),
    public.presence_lock(),
    public.presence_announce(bigint[], bigint[])
TO vestnik_server;

-- Auditors write queries of their own over what happened. Texts that were erased are not there
-- any more; credentials, sessions and the keys of the seals are not theirs to read.
GRANT SELECT ON
    public.events, public.chats, public.chat_participants, public.messages
TO vestnik_auditor;
