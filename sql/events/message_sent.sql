-- A participant sent a message. A repeated `client_id` is compared with the original message, not
-- with an edit of it.
INSERT INTO public.event_kinds (kind, append_rank, decide_with, describe_with, has_text)
VALUES ('message_sent', 40, 'decide_message_sent', 'describe_message_sent', true);

CREATE OR REPLACE FUNCTION public.is_valid_message_sent(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT (NOT _payload ? 'reply_to' OR public.id_in(_payload, 'reply_to') IS NOT NULL)
       AND (NOT _payload ? 'client_id' OR _payload ->> 'client_id'
            ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$')
       AND (NOT _payload ? 'type' OR _payload ->> 'type' IN ('text', 'file', 'image'))
       AND (NOT _payload ? 'attachments' OR public.are_ids(_payload -> 'attachments'));
$$;

CREATE OR REPLACE FUNCTION public.decide_message_sent(_new_events public.new_event[])
RETURNS SETOF public.decision
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN QUERY
    SELECT d.ordinal,
           CASE
               WHEN p.user_id IS NULL THEN 'not_a_participant'
               WHEN sent.payload ->> 'content' = d.payload ->> 'content'
                   AND sent.payload -> 'reply_to' IS NOT DISTINCT FROM d.payload -> 'reply_to'
                   AND sent.payload -> 'type' IS NOT DISTINCT FROM d.payload -> 'type'
                   AND sent.payload -> 'attachments' IS NOT DISTINCT FROM d.payload -> 'attachments'
                   THEN 'duplicate'
               WHEN sent.position IS NOT NULL THEN 'idempotency_conflict'
               WHEN d.payload ? 'reply_to' AND replied_to.id IS NULL THEN 'reply_not_found'
               -- All files must be the sender's own, uploaded and not deleted.
               WHEN EXISTS (
                   SELECT
                   FROM jsonb_array_elements_text(d.payload -> 'attachments') AS file
                   LEFT JOIN LATERAL (
                       SELECT a.*
                       FROM public.attachments AS a
                       WHERE a.id = file::bigint
                       OFFSET 0
                   ) AS a
                       ON a.owner_id = d.actor_id
                      AND a.realm = d.realm
                      AND a.size IS NOT NULL
                      AND a.deleted_at IS NULL
                   WHERE a.id IS NULL
               ) THEN 'attachment_not_found'
               ELSE coalesce(
                   public.refusal_to_write(d.realm, d.actor_id, d.chat_id),
                   CASE WHEN d.limits IS NOT NULL THEN public.check_send_allowed(d) END,
                   'append'
               )
           END,
           d.chat_id,
           d.payload,
           sent.position
    FROM unnest(_new_events) AS d
    LEFT JOIN LATERAL public.active_chat(d.realm, d.chat_id) AS c ON true
    LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON true
    LEFT JOIN LATERAL (
        SELECT earlier.id
        FROM public.messages AS earlier
        WHERE earlier.chat_id = d.chat_id
          AND earlier.sender_id = d.actor_id
          AND earlier.client_id = (d.payload ->> 'client_id')::uuid
        OFFSET 0
    ) AS earlier ON true
    LEFT JOIN LATERAL (
        SELECT sent.position, sent.payload
        FROM public.events AS sent
        WHERE sent.position = earlier.id
        OFFSET 0
    ) AS sent ON true
    LEFT JOIN LATERAL (
        SELECT replied_to.id, replied_to.chat_id
        FROM public.messages AS replied_to
        WHERE replied_to.id = (d.payload ->> 'reply_to')::bigint
        OFFSET 0
    ) AS replied_to ON replied_to.chat_id = d.chat_id
    WHERE d.kind = 'message_sent';
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_messages', 20, '{message_sent}');

-- Each message gets the next `seq` of its chat.
CREATE OR REPLACE FUNCTION public.project_messages(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO public.messages
        (id, uuid, chat_id, seq, sender_id, content, reply_to, client_id, created_at,
         type, attachments)
    SELECT e.position,
           e.event_id,
           e.chat_id,
           c.last_seq + row_number() OVER (PARTITION BY e.chat_id ORDER BY e.position),
           e.actor_id,
           e.payload ->> 'content',
           -- Looked up in the log, since it may be in the same range.
           (SELECT replied_to.position
            FROM (
                SELECT a.position, a.chat_id, a.kind
                FROM public.events AS a
                WHERE a.position = (e.payload ->> 'reply_to')::bigint
                OFFSET 0
            ) AS replied_to
            WHERE replied_to.position < e.position
              AND replied_to.chat_id = e.chat_id
              AND replied_to.kind = 'message_sent'),
           (e.payload ->> 'client_id')::uuid,
           e.recorded_at,
           coalesce(e.payload ->> 'type', 'text'),
           ARRAY(
               SELECT file.id::bigint
               FROM jsonb_array_elements_text(e.payload -> 'attachments')
                    WITH ORDINALITY AS file (id, place)
               ORDER BY file.place
           )
    FROM public.events AS e
    JOIN LATERAL (
        SELECT f.last_seq, f.realm
        FROM public.chats AS f
        WHERE f.id = e.chat_id
        OFFSET 0
    ) AS c ON c.realm = e.realm
    WHERE e.position BETWEEN _from AND _to
      AND e.kind = 'message_sent';

    UPDATE public.messages AS m
    SET has_replies = true
    WHERE m.ctid = ANY (ARRAY(
        SELECT found.ctid
        FROM public.events AS e
        CROSS JOIN LATERAL (
            SELECT f.ctid, f.id, f.chat_id, f.has_replies
            FROM public.messages AS f
            WHERE f.id = (e.payload ->> 'reply_to')::bigint
            OFFSET 0
        ) AS found
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'message_sent'
          AND found.id < e.position
          AND found.chat_id = e.chat_id
          AND NOT found.has_replies
    ));

    UPDATE public.chats AS c
    SET last_seq = c.last_seq + sent.messages,
        message_count = c.message_count + sent.messages,
        last_message_id = sent.newest,
        activity_position = sent.newest
    FROM (
        SELECT e.chat_id, count(*) AS messages, max(e.position) AS newest
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'message_sent'
        GROUP BY e.chat_id
    ) AS sent
    CROSS JOIN LATERAL (
        SELECT f.ctid
        FROM public.chats AS f
        WHERE f.id = sent.chat_id
        OFFSET 0
    ) AS found
    WHERE c.ctid = found.ctid;
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_message_sent(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'wrote'
           || coalesce(' in reply to message ' || (_event.payload ->> 'reply_to'), '')
           || coalesce(' with ' || (
               SELECT string_agg(
                   coalesce('"' || f.name || '"', 'a deleted file'), ', ' ORDER BY f.place
               )
               FROM audit.message_files(_event) AS f
           ), '')
           || CASE
               WHEN _event.payload ? 'content_digest' THEN ' (erased since)'
               ELSE coalesce((
                   SELECT CASE
                       WHEN m.is_deleted THEN ' (deleted since)'
                       WHEN m.edit_position IS NOT NULL THEN ' (edited since)'
                   END
                   FROM public.messages AS m
                   WHERE m.id = _event.position
               ), '')
           END;
$$;

-- A step of erase_texts(): the message, unless an edit has replaced this text.
CREATE OR REPLACE FUNCTION audit.erase_message_sent(_positions bigint[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.messages AS m
    SET content = ''
    FROM public.events AS e
    WHERE e.position = ANY (_positions)
      AND e.kind = 'message_sent'
      AND e.payload ? 'content_digest'
      AND m.id = e.position
      AND m.edit_position IS NULL;
END;
$$;
