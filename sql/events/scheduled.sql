-- A participant wants a message to be sent later (`message_scheduled`), changed its text or its time
-- (`scheduled_changed`), or wants it no more (`scheduled_cancelled`). At its time a replica sends it: a
-- `message_sent` with its `scheduled_id`, on which decide_message_sent() decides as on any message of that
-- moment. If that refuses it, it has failed (`scheduled_failed`), until a change gives it another time.
--
-- Its author alone sees these events, also once they are no participant any more.
--
-- # Why the text is in the log before it is sent
-- So the promise to send it survives whatever the log survives, what was promised and changed can be proven,
-- and the erasure of its author reaches it. Auditors find it (audit.find_texts()), but no description of these
-- events has it: who reads what happened in a chat is not shown what nobody has said there yet.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids)
VALUES
    ('message_scheduled', 36, 'decide_message_scheduled', 'describe_scheduled', 'message', '{}'),
    (
        'scheduled_changed', 37, 'decide_scheduled_changed', 'describe_scheduled', 'message',
        '{scheduled_id}'
    ),
    (
        'scheduled_cancelled', 38, 'decide_scheduled_ended', 'describe_scheduled', 'message',
        '{scheduled_id}'
    ),
    (
        'scheduled_failed', 39, 'decide_scheduled_ended', 'describe_scheduled', 'message',
        '{scheduled_id}'
    );

INSERT INTO public.message_parts (name, check_with, is_compared, edit_refusal)
VALUES ('scheduled_id', 'is_id', false, NULL);

-- It has the parts of the `message_sent` that it becomes, but what nobody can schedule.
CREATE OR REPLACE FUNCTION public.is_valid_message_scheduled(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.is_valid_text(_payload)
       AND public.is_send_at(_payload -> 'send_at')
       AND public.are_valid_message_parts(_payload)
       AND NOT _payload ?| '{poll, forwarded_from, was_forwarded, files, scheduled_id}';
$$;

CREATE OR REPLACE FUNCTION public.is_valid_scheduled_changed(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT (NOT _payload ?| '{content, content_digest}' OR public.is_valid_text(_payload))
       AND (NOT _payload ? 'send_at' OR public.is_send_at(_payload -> 'send_at'));
$$;

CREATE OR REPLACE FUNCTION public.is_valid_scheduled_failed(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT jsonb_typeof(_payload -> 'code') = 'string';
$$;

-- Whether a JSON value is a time in UTC as the server writes it.
CREATE OR REPLACE FUNCTION public.is_send_at(_value jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT jsonb_typeof(_value) = 'string'
       AND _value #>> '{}' ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$';
$$;

-- Who may not send the message now may not schedule it either. A repeated `client_id` is compared with what was
-- scheduled first, before the time is looked at, which may have come since.
CREATE OR REPLACE FUNCTION public.decide_message_scheduled(_new_events public.new_event[])
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT public.decision(
            d,
            CASE
                WHEN p.user_id IS NULL THEN 'not_a_participant'
                WHEN earlier.id IS NOT NULL THEN CASE
                    WHEN public.is_same_scheduled(earlier.id, d.payload) THEN 'duplicate'
                    ELSE 'idempotency_conflict'
                END
                WHEN sent.id IS NOT NULL THEN 'idempotency_conflict'
                WHEN NOT public.is_time_to_send((d.payload ->> 'send_at')::timestamptz)
                    THEN 'invalid_send_at'
                WHEN d.payload ? 'reply_to' AND NOT public.is_message_of_chat(
                    d.chat_id, (d.payload ->> 'reply_to')::bigint
                ) THEN 'reply_not_found'
                WHEN d.payload ? 'attachments' AND NOT public.are_own_files(d)
                    THEN 'attachment_not_found'
                WHEN d.payload ? 'mentions' AND NOT public.are_participants_of(
                    d.chat_id, public.mentioned_ids(d.payload -> 'mentions')
                ) THEN 'participant_not_found'
                ELSE coalesce(
                    refused.code,
                    CASE WHEN public.has_scheduled_enough(d.actor_id) THEN 'too_many_scheduled' END,
                    CASE WHEN d.limits IS NOT NULL THEN public.check_send_allowed(d) END,
                    'append'
                )
            END,
            d.chat_id,
            d.payload,
            earlier.id
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL public.active_chat(d.realm, d.chat_id) AS c ON true
        LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON true
        LEFT JOIN LATERAL public.refusal_to_write(d.realm, d.actor_id, c.id, c.type) AS refused
            ON true
        LEFT JOIN LATERAL (
            SELECT s.id
            FROM public.scheduled_messages AS s
            WHERE s.chat_id = d.chat_id
              AND s.user_id = d.actor_id
              AND s.client_id = (d.payload ->> 'client_id')::uuid
            ORDER BY s.id
            LIMIT 1
        ) AS earlier ON true
        LEFT JOIN LATERAL (
            SELECT m.id
            FROM public.messages AS m
            WHERE m.chat_id = d.chat_id
              AND m.sender_id = d.actor_id
              AND m.client_id = (d.payload ->> 'client_id')::uuid
            OFFSET 0
        ) AS sent ON true
        WHERE d.kind = 'message_scheduled'
    );
END;
$$;

-- Whether the message that was scheduled at a position was scheduled with this payload.
CREATE OR REPLACE FUNCTION public.is_same_scheduled(_position bigint, _payload jsonb)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT e.payload ->> 'content' = _payload ->> 'content'
           AND e.payload -> 'send_at' = _payload -> 'send_at'
           AND public.have_same_message_parts(e.payload, _payload)
        FROM public.events AS e
        WHERE e.position = _position
    );
END;
$$;

-- Whether a message may be scheduled for a time: in the future of the database's clock, at most a year ahead.
CREATE OR REPLACE FUNCTION public.is_time_to_send(_send_at timestamptz)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN _send_at > clock_timestamp() AND _send_at <= clock_timestamp() + interval '1 year';
END;
$$;

-- Whether as many messages of a user wait, or have failed, as one user may have, over all realms.
CREATE OR REPLACE FUNCTION public.has_scheduled_enough(_user_id bigint)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT count(*) >= 100
        FROM (
            SELECT
            FROM public.scheduled_messages AS s
            WHERE s.user_id = _user_id
              AND s.state IN ('waiting', 'failed')
            LIMIT 100
        ) AS counted
    );
END;
$$;

-- Whether the author may still write in the chat is decided when the message is sent.
CREATE OR REPLACE FUNCTION public.decide_scheduled_changed(_new_events public.new_event[])
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT public.decision(
            d,
            CASE
                WHEN s.id IS NULL THEN 'scheduled_not_found'
                WHEN (d.payload ? 'send_at' OR s.state = 'failed')
                    AND NOT public.is_time_to_send(changed.send_at) THEN 'invalid_send_at'
                WHEN s.state = 'waiting'
                    AND changed.send_at = s.send_at
                    AND coalesce(d.payload ->> 'content', s.content) = s.content THEN 'no_change'
                ELSE coalesce(
                    CASE WHEN d.limits IS NOT NULL THEN public.check_send_allowed(
                        ROW(
                            d.ordinal, d.event_id, d.realm, d.kind, s.chat_id, d.actor_id,
                            d.payload, d.limits, d.prepared
                        )::public.new_event
                    ) END,
                    'append'
                )
            END,
            s.chat_id,
            d.payload
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL public.open_scheduled(
            (d.payload ->> 'scheduled_id')::bigint, d.realm, d.actor_id
        ) AS s ON true
        CROSS JOIN LATERAL (
            SELECT coalesce((d.payload ->> 'send_at')::timestamptz, s.send_at) AS send_at
        ) AS changed
        WHERE d.kind = 'scheduled_changed'
    );
END;
$$;

-- A replica that finds it refused does not know that it was changed or cancelled meanwhile.
CREATE OR REPLACE FUNCTION public.decide_scheduled_ended(_new_events public.new_event[])
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT public.decision(
            d,
            CASE
                WHEN d.kind = 'scheduled_cancelled' AND s.id IS NULL THEN 'scheduled_not_found'
                WHEN d.kind = 'scheduled_cancelled' THEN 'append'
                WHEN s.state = 'waiting' AND s.send_at <= clock_timestamp() THEN 'append'
                ELSE 'no_change'
            END,
            s.chat_id,
            d.payload
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL public.open_scheduled(
            (d.payload ->> 'scheduled_id')::bigint, d.realm, d.actor_id
        ) AS s ON true
        WHERE d.kind IN ('scheduled_cancelled', 'scheduled_failed')
    );
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_scheduled(_event public.events)
RETURNS text
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _message CONSTANT text := 'scheduled message ' || (_event.payload ->> 'scheduled_id');
BEGIN
    RETURN CASE _event.kind
        WHEN 'message_scheduled' THEN
            'scheduled a message for ' || (_event.payload ->> 'send_at')
            || coalesce(' in reply to message ' || (_event.payload ->> 'reply_to'), '')
        WHEN 'scheduled_changed' THEN
            'changed ' || _message || coalesce(', to be sent at ' || (_event.payload ->> 'send_at'), '')
        WHEN 'scheduled_cancelled' THEN 'cancelled ' || _message
        WHEN 'scheduled_failed' THEN
            'could not send ' || _message || ' (' || (_event.payload ->> 'code') || ')'
    END || audit.fate_of_text(_event);
END;
$$;

-- A step of erase_texts(): the text, unless a change has replaced it.
CREATE OR REPLACE FUNCTION audit.erase_message_scheduled(_positions bigint[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.scheduled_messages AS s
    SET content = CASE WHEN s.content_position = e.position THEN '' ELSE s.content END,
        parts = audit.without_texts(s.parts)
    FROM public.events AS e
    WHERE e.position = ANY (_positions)
      AND e.kind = 'message_scheduled'
      AND e.payload ? 'content_digest'
      AND s.id = e.position;
END;
$$;

-- A step of erase_texts(): the text that a change brought, unless another one has replaced it.
CREATE OR REPLACE FUNCTION audit.erase_scheduled_changed(_positions bigint[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.scheduled_messages AS s
    SET content = ''
    FROM public.events AS e
    WHERE e.position = ANY (_positions)
      AND e.kind = 'scheduled_changed'
      AND e.payload ? 'content_digest'
      AND s.id = (e.payload ->> 'scheduled_id')::bigint
      AND s.content_position = e.position;
END;
$$;
