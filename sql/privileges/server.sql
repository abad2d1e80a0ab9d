-- What the server may do.
GRANT USAGE ON SCHEMA public TO vestnik_server;
GRANT SELECT ON
    public.users, public.credentials, public.lessons,
    public.log_head, public.head_cursor, public.events,
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

-- What runs with its owner's rights is for those alone who are granted it below: neither to be
-- called nor, if it is a trigger's, to be attached to a table of one's own.
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
    public.send_signal(text),
    public.lock_presence(),
    public.notify_presence(bigint[], bigint[])
FROM PUBLIC;

GRANT EXECUTE ON FUNCTION
    public.append_batch(
        uuid[], text[], text[], bigint[], bigint[], jsonb[], jsonb[], jsonb, boolean
    ),
    public.expire_unposted_attachments(integer),
    public.send_signal(text),
    public.lock_presence(),
    public.notify_presence(bigint[], bigint[])
TO vestnik_server;

-- A replica seals what was appended. It can neither read the log this way nor alter a seal.
GRANT USAGE ON SCHEMA audit TO vestnik_server;
GRANT EXECUTE ON FUNCTION audit.checkpoint(integer), audit.seal_age() TO vestnik_server;
