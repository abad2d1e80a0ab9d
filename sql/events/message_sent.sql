-- A participant sent a message. A repeated `client_id` is compared with the original message, not
-- with an edit of it.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, has_text)
VALUES
    ('message_sent', 40, 'decide_message_sent', 'describe_message_sent', 'message', true);

-- The text of a forwarded message is not its sender's own. What it forwards is compared by
-- is_same_message(); once it is erased, nothing is left but that it was forwarded.
INSERT INTO public.message_parts (name, check_with, is_compared, edit_refusal)
VALUES
    ('client_id', 'is_client_id', false, NULL),
    ('reply_to', 'is_id', true, NULL),
    ('type', 'is_message_type', true, NULL),
    ('attachments', 'are_ids', true, NULL),
    ('files', 'are_files', false, NULL),
    ('mentions', 'are_mentions', false, NULL),
    ('silent', 'is_flag', false, NULL),
    ('forwarded_from', 'is_forwarded_from', false, 'not_the_author'),
    ('was_forwarded', NULL, false, 'not_the_author');

CREATE OR REPLACE FUNCTION public.is_valid_message_sent(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.are_valid_message_parts(_payload)
       AND (NOT _payload ? 'poll' OR public.is_text_of_poll(_payload));
$$;

CREATE OR REPLACE FUNCTION public.is_client_id(_value jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.is_uuid(_value #>> '{}');
$$;

CREATE OR REPLACE FUNCTION public.is_flag(_value jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT jsonb_typeof(_value) = 'boolean';
$$;

CREATE OR REPLACE FUNCTION public.is_message_type(_value jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT _value #>> '{}' IN ('text', 'file', 'image', 'system');
$$;

CREATE OR REPLACE FUNCTION public.is_forwarded_from(_value jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.id_in(_value, 'message_id') IS NOT NULL
       AND public.id_in(_value, 'author_id') IS NOT NULL
       AND public.id_in(_value, 'chat_id') IS NOT NULL;
$$;

-- What few messages need is a routine of its own, because starting a statement costs time for each
-- part of its plan, even if no row uses it.
CREATE OR REPLACE FUNCTION public.decide_message_sent(_new_events public.new_event[])
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT public.decision(
            d,
            CASE
                -- A program may send a system message to a chat that it is not in.
                WHEN p.user_id IS NULL
                    AND (c.id IS NULL OR d.payload ->> 'type' IS DISTINCT FROM 'system')
                    THEN 'not_a_participant'
                WHEN d.payload ? 'scheduled_id' AND NOT public.is_due(d) THEN 'no_change'
                WHEN earlier.id IS NOT NULL THEN CASE
                    WHEN public.is_same_message(earlier.id, d.payload) THEN 'duplicate'
                    ELSE 'idempotency_conflict'
                END
                WHEN filled.payload IS NULL THEN 'message_not_found'
                WHEN d.payload ? 'forwarded_from' AND public.is_outdated(
                    d.prepared, (d.payload #>> '{forwarded_from,message_id}')::bigint
                ) THEN 'outdated'
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
                    CASE WHEN d.limits IS NOT NULL THEN public.check_send_allowed(
                        ROW(
                            d.ordinal, d.event_id, d.realm, d.kind, d.chat_id, d.actor_id,
                            filled.payload, d.limits, d.prepared
                        )::public.new_event
                    ) END,
                    'append'
                )
            END,
            d.chat_id,
            filled.payload,
            earlier.id,
            p.last_read_id,
            CASE WHEN c.last_seq > 0 THEN c.activity_position END
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL public.active_chat(d.realm, d.chat_id) AS c ON true
        LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON true
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN p.user_id IS NULL THEN d.payload
                WHEN d.payload ? 'forwarded_from' THEN public.forwarded_payload(d)
                WHEN d.prepared ? 'mentions'
                    THEN public.with_mentions(d, d.chat_id, d.payload -> 'mentions')
                ELSE d.payload
            END AS payload
            OFFSET 0
        ) AS completed
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN completed.payload ? 'attachments' THEN public.with_files(completed.payload)
                ELSE completed.payload
            END AS payload
            OFFSET 0
        ) AS filled
        LEFT JOIN LATERAL public.refusal_to_write(d.realm, d.actor_id, c.id, c.type) AS refused
            ON true
        LEFT JOIN LATERAL (
            SELECT earlier.id
            FROM public.messages AS earlier
            WHERE earlier.chat_id = d.chat_id
              AND earlier.sender_id = d.actor_id
              AND earlier.client_id = (d.payload ->> 'client_id')::uuid
            OFFSET 0
        ) AS earlier ON true
        WHERE d.kind = 'message_sent'
    );
END;
$$;

-- Whether the message at a position was sent with this payload.
CREATE OR REPLACE FUNCTION public.is_same_message(_position bigint, _payload jsonb)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT CASE
            -- The message that is forwarded may have changed since.
            WHEN _payload ? 'forwarded_from'
                THEN e.payload #> '{forwarded_from,message_id}'
                    = _payload #> '{forwarded_from,message_id}'
            ELSE NOT e.payload ? 'forwarded_from'
                AND e.payload ->> 'content' = _payload ->> 'content'
                AND public.have_same_message_parts(e.payload, _payload)
        END
        FROM public.events AS e
        WHERE e.position = _position
    );
END;
$$;

-- Whether a chat has a message with this id.
CREATE OR REPLACE FUNCTION public.is_message_of_chat(_chat_id bigint, _message_id bigint)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN coalesce((
        SELECT m.chat_id = _chat_id
        FROM public.messages AS m
        WHERE m.id = _message_id
    ), false);
END;
$$;

-- Whether all files of a new message are its sender's own, uploaded and not deleted.
CREATE OR REPLACE FUNCTION public.are_own_files(_new_event public.new_event)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN NOT EXISTS (
        SELECT
        FROM jsonb_array_elements_text(_new_event.payload -> 'attachments') AS file
        LEFT JOIN LATERAL (
            SELECT a.*
            FROM public.attachments AS a
            WHERE a.id = file::bigint
            OFFSET 0
        ) AS a
            ON a.owner_id = _new_event.actor_id
           AND a.realm = _new_event.realm
           AND a.size IS NOT NULL
           AND a.deleted_at IS NULL
        WHERE a.id IS NULL
    );
END;
$$;

-- Whether all users of a list are participants of a chat.
CREATE OR REPLACE FUNCTION public.are_participants_of(_chat_id bigint, _user_ids bigint[])
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN NOT EXISTS (
        SELECT
        FROM unnest(_user_ids) AS named (user_id)
        LEFT JOIN LATERAL public.active_participant(_chat_id, named.user_id) AS p ON true
        WHERE p.user_id IS NULL
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_messages', 20, '{message_sent}');

-- Each message gets the next `seq` of its chat, and moves its sender's read mark if it is_visit().
-- project_reads_of_senders() does the latter for users who become participants in the same range, and for
-- those who are none.
CREATE OR REPLACE FUNCTION public.project_messages(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    _replied_to bigint[];
    _mentioning bigint[];
    _has_others boolean;
    _were_scheduled boolean;
    _prepared   text[] := public.prepared_words(_from, _to);
BEGIN
    WITH sent AS (
        INSERT INTO public.messages
            (id, uuid, chat_id, seq, sender_id, content, reply_to, client_id, created_at,
             type, attachments, mentions, mention_places, words, forwarded_from, poll,
             custom, is_silent,
             scheduled_id)
        SELECT e.position,
               e.event_id,
               e.chat_id,
               coalesce(c.last_seq, public.refuse_unknown_chat(e.chat_id))
                   + row_number() OVER (PARTITION BY e.chat_id ORDER BY e.position),
               e.actor_id,
               e.payload ->> 'content',
               CASE WHEN e.payload ? 'reply_to' THEN public.message_replied_to(e) END,
               (e.payload ->> 'client_id')::uuid,
               e.recorded_at,
               coalesce(e.payload ->> 'type', 'text'),
               CASE
                   WHEN e.payload ? 'attachments'
                       THEN public.ids_in_order(e.payload -> 'attachments')
                   ELSE '{}'
               END,
               CASE
                   WHEN e.payload ? 'mentions' THEN public.mentioned_ids(e.payload -> 'mentions')
                   ELSE '{}'
               END,
               nullif(e.payload -> 'mentions', '[]'),
               public.words_of(_prepared[e.position - _from + 1], e.payload ->> 'content'),
               CASE
                   -- Of an erased one nothing is left but that it was forwarded.
                   WHEN e.payload ? 'was_forwarded' THEN 'null'::jsonb
                   ELSE e.payload -> 'forwarded_from'
               END,
               e.payload -> 'poll',
               nullif(e.payload -> 'custom', '{}'),
               coalesce((e.payload ->> 'silent')::boolean, false),
               (e.payload ->> 'scheduled_id')::bigint
        FROM public.events AS e
        LEFT JOIN LATERAL (
            SELECT f.last_seq, f.realm
            FROM public.chats AS f
            WHERE f.id = e.chat_id
            OFFSET 0
        ) AS c ON c.realm = e.realm
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'message_sent'
        RETURNING id, chat_id, seq, sender_id, reply_to, mentions, scheduled_id,
                  type <> 'system' AND forwarded_from IS NULL AND scheduled_id IS NULL AS is_visit
    ), counted AS (
        UPDATE public.chats AS c
        SET last_seq = newest.seq,
            message_count = c.message_count + newest.messages,
            last_message_id = newest.id,
            activity_position = newest.id,
            has_other_than_visits = c.has_other_than_visits OR NOT newest.are_visits
        FROM (
            SELECT s.chat_id, count(*) AS messages, max(s.id) AS id, max(s.seq) AS seq,
                   bool_and(s.is_visit) AS are_visits
            FROM sent AS s
            GROUP BY s.chat_id
        ) AS newest
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.chats AS f
            WHERE f.id = newest.chat_id
            OFFSET 0
        ) AS found
        WHERE c.ctid = found.ctid
    ), own AS MATERIALIZED (
        SELECT last.id, last.seq, found.row_id, found.last_read_id
        FROM (
            SELECT s.chat_id, s.sender_id, max(s.id) AS id, max(s.seq) AS seq
            FROM sent AS s
            WHERE s.is_visit
            GROUP BY s.chat_id, s.sender_id
        ) AS last
        LEFT JOIN LATERAL (
            SELECT f.ctid AS row_id, f.last_read_id
            FROM public.chat_participants AS f
            WHERE f.chat_id = last.chat_id
              AND f.user_id = last.sender_id
            OFFSET 0
        ) AS found ON true
    ), marked AS (
        UPDATE public.chat_participants AS p
        SET last_read_id = own.id,
            last_read_seq = own.seq,
            own_read_id = NULL,
            own_read_seq = NULL
        FROM own
        WHERE p.ctid = own.row_id
          AND own.last_read_id < own.id
    )
    SELECT array_agg(s.reply_to) FILTER (WHERE s.reply_to IS NOT NULL),
           array_agg(s.id) FILTER (WHERE s.mentions <> '{}'),
           EXISTS (SELECT FROM own WHERE own.row_id IS NULL),
           bool_or(s.scheduled_id IS NOT NULL)
    INTO _replied_to, _mentioning, _has_others, _were_scheduled
    FROM sent AS s;

    IF _has_others THEN
        PERFORM public.project_reads_of_senders(_from, _to);
    END IF;

    IF _mentioning IS NOT NULL THEN
        PERFORM public.end_archiving(_mentioning);
    END IF;

    IF _were_scheduled THEN
        PERFORM public.project_scheduled(_from, _to);
    END IF;

    IF _replied_to IS NULL THEN
        RETURN;
    END IF;

    UPDATE public.messages AS m
    SET has_replies = true
    WHERE m.ctid = ANY (ARRAY(
        SELECT found.ctid
        FROM unnest(_replied_to) AS replied_to (id)
        CROSS JOIN LATERAL (
            SELECT f.ctid, f.has_replies
            FROM public.messages AS f
            WHERE f.id = replied_to.id
            OFFSET 0
        ) AS found
        WHERE NOT found.has_replies
    ));
END;
$$;

-- The id of the message that a message replies to. It is looked up in the log, since it may be in
-- the same range.
CREATE OR REPLACE FUNCTION public.message_replied_to(_event public.events)
RETURNS bigint
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT replied_to.position
        FROM (
            SELECT e.position, e.chat_id, e.kind
            FROM public.events AS e
            WHERE e.position = (_event.payload ->> 'reply_to')::bigint
            OFFSET 0
        ) AS replied_to
        WHERE replied_to.position < _event.position
          AND replied_to.chat_id = _event.chat_id
          AND replied_to.kind = 'message_sent'
    );
END;
$$;

-- The ids of a JSON array, in their order.
CREATE OR REPLACE FUNCTION public.ids_in_order(_ids jsonb)
RETURNS bigint[]
LANGUAGE plpgsql
IMMUTABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT listed.id::bigint
        FROM jsonb_array_elements_text(_ids) WITH ORDINALITY AS listed (id, ordinal)
        ORDER BY listed.ordinal
    );
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_message_sent(_event public.events)
RETURNS text
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _files text;
    _since text;
BEGIN
    IF _event.payload ? 'attachments' THEN
        SELECT ' with ' || string_agg(
            coalesce('"' || f.name || '"', 'a deleted file'), ', ' ORDER BY f.ordinal
        )
        INTO _files
        FROM audit.message_files(_event) AS f;
    END IF;

    IF _event.payload ? 'content_digest' THEN
        _since := ' (erased since)';
    ELSE
        SELECT CASE
            WHEN m.is_deleted THEN ' (deleted since)'
            WHEN m.edit_position IS NOT NULL THEN ' (edited since)'
        END
        INTO _since
        FROM public.messages AS m
        WHERE m.id = _event.position;
    END IF;

    RETURN coalesce(
               'forwarded message ' || (_event.payload #>> '{forwarded_from,message_id}'),
               CASE WHEN _event.payload ? 'was_forwarded' THEN 'forwarded a message' END,
               CASE WHEN _event.payload ? 'poll' THEN 'asked in a poll' END,
               'sent scheduled message ' || (_event.payload ->> 'scheduled_id'),
               CASE _event.payload ->> 'type' WHEN 'system' THEN 'announced' ELSE 'wrote' END
           )
           || coalesce(' in reply to message ' || (_event.payload ->> 'reply_to'), '')
           || coalesce(_files, '')
           || coalesce(_since, '');
END;
$$;

-- A step of erase_texts(): the text and the custom data of the message, unless later events have replaced
-- them. The text of a forwarded message cannot be edited.
CREATE OR REPLACE FUNCTION audit.erase_message_sent(_positions bigint[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.messages AS m
    SET content = CASE WHEN m.edit_position IS NULL THEN '' ELSE m.content END,
        words = CASE WHEN m.edit_position IS NULL THEN '' ELSE m.words END,
        custom = CASE WHEN m.custom_position IS NOT NULL THEN m.custom END,
        forwarded_from = CASE WHEN e.payload ? 'was_forwarded' THEN 'null'::jsonb END
    FROM public.events AS e
    WHERE e.position = ANY (_positions)
      AND e.kind = 'message_sent'
      AND e.payload ? 'content_digest'
      AND m.id = e.position;
END;
$$;
