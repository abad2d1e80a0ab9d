-- Called by the server before it shows a chat to a reader who may be no member of it: appends an `accessed` event, once for the same
-- reader, chat or file, action and day (of UTC), so that who pages through a chat adds one. The chat is named by
-- itself, by a message or by a file; by none: all chats of the realm.
--
-- The outcome is `own` if the reader is shown nothing of others, `recorded`, or `reason_required` if the realm asks
-- for a reason and the reader gave none this day. A reason is that of all later accesses to the chat that day.
--
-- What is there already is found without a lock: the head of the log is locked only to append.
CREATE OR REPLACE FUNCTION audit.record_access(
    _realm         text,
    _user_id       bigint,
    _via_key       text,
    _action        text,
    _chat_id       bigint,
    _message_id    bigint,
    _attachment_id bigint,
    _only_reported boolean,
    _route         text,
    _address       text,
    _reason        text,
    _needs_reason  boolean
)
RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _today CONSTANT timestamptz := date_trunc('day', clock_timestamp(), 'UTC');
    _chat  bigint;
    _file  CONSTANT bigint := CASE _action WHEN 'downloaded' THEN _attachment_id END;
    _given text := _reason;
BEGIN
    IF num_nonnulls(_chat_id, _message_id, _attachment_id) > 0 THEN
        _chat := audit.chat_of_others(
            _realm, _user_id, _chat_id, _message_id, _attachment_id, _only_reported
        );
        IF _chat IS NULL THEN
            RETURN 'own';
        END IF;
    END IF;

    IF _given IS NULL AND _chat IS NOT NULL THEN
        _given := (
            SELECT a.reason
            FROM public.accesses AS a
            WHERE a.user_id = _user_id
              AND coalesce(a.chat_id, 0) = _chat
              AND a.at >= _today
              AND a.reason IS NOT NULL
            ORDER BY a.at DESC
            LIMIT 1
        );
    END IF;
    -- A search in all chats shows texts of any chat, for which no reason was given.
    IF _needs_reason AND _given IS NULL AND (_chat IS NOT NULL OR _action = 'searched') THEN
        RETURN 'reason_required';
    END IF;

    IF audit.is_access_recorded(_today, _realm, _user_id, _via_key, _action, _chat, _file) THEN
        RETURN 'recorded';
    END IF;
    PERFORM public.lock_head();
    IF NOT audit.is_access_recorded(_today, _realm, _user_id, _via_key, _action, _chat, _file) THEN
        INSERT INTO public.events (realm, kind, actor_id, payload)
        VALUES (_realm, 'accessed', _user_id, jsonb_strip_nulls(jsonb_build_object(
            'action', _action,
            'chat_id', _chat,
            'attachment_id', _file,
            'route', _route,
            'address', _address,
            'content', _given,
            'via_key', _via_key
        )));
    END IF;
    RETURN 'recorded';
END;
$$;
