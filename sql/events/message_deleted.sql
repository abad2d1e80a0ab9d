-- A message was deleted by its author or the group's owner, while in the chat, or by a moderator
-- if it was reported. `was_pinned` is true if that unpinned it.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids)
VALUES (
    'message_deleted', 30, 'decide_message_deleted', 'describe_message_deleted', 'message',
    '{message_id}'
);

CREATE OR REPLACE FUNCTION public.is_valid_message_deleted(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT NOT _payload ? 'was_pinned' OR jsonb_typeof(_payload -> 'was_pinned') = 'boolean';
$$;

CREATE OR REPLACE FUNCTION public.decide_message_deleted(_new_events public.new_event[])
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT public.decision(
            d,
            CASE
                WHEN c.id IS NULL THEN 'message_not_found'
                WHEN (p.user_id IS NULL
                      OR m.sender_id IS DISTINCT FROM d.actor_id
                      AND public.member_role(c, p) <> 'owner')
                    AND NOT (EXISTS (
                                 SELECT
                                 FROM public.reports AS r
                                 WHERE r.message_id = m.id
                                 OFFSET 0
                             )
                             AND public.is_moderator(d.actor_id))
                    THEN CASE
                        WHEN p.user_id IS NULL THEN 'not_a_participant'
                        ELSE 'not_the_author'
                    END
                WHEN m.is_deleted THEN 'no_change'
                ELSE 'append'
            END,
            m.chat_id,
            d.payload || CASE WHEN pinned.id IS NULL THEN '{}' ELSE '{"was_pinned": true}' END::jsonb
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL (
            SELECT m.*
            FROM public.messages AS m
            WHERE m.id = (d.payload ->> 'message_id')::bigint
            OFFSET 0
        ) AS m ON true
        LEFT JOIN LATERAL (
            SELECT c.*
            FROM public.chats AS c
            WHERE c.id = m.chat_id
            OFFSET 0
        ) AS c ON c.realm = d.realm
        LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON c.deleted_at IS NULL
        LEFT JOIN LATERAL (
            SELECT pinned.id
            FROM public.pins AS pinned
            WHERE pinned.chat_id = m.chat_id
              AND pinned.message_id = m.id
            OFFSET 0
        ) AS pinned ON true
        WHERE d.kind = 'message_deleted'
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_message_deletions', 40, '{message_deleted}');

-- A repeated deletion changes nothing; neither does a deletion of a message that is sent later.
CREATE OR REPLACE FUNCTION public.project_message_deletions(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    _chat_ids bigint[];
BEGIN
    WITH deleted AS (
        UPDATE public.messages AS m
        SET is_deleted = true,
            delete_position = first.position,
            custom = NULL,
            custom_position = NULL
        FROM (
            SELECT e.chat_id, named.message_id, min(e.position) AS position
            FROM public.events AS e
            CROSS JOIN LATERAL (SELECT (e.payload ->> 'message_id')::bigint AS message_id) AS named
            WHERE e.position BETWEEN _from AND _to
              AND e.kind = 'message_deleted'
              AND named.message_id < e.position
            GROUP BY e.chat_id, named.message_id
        ) AS first
        CROSS JOIN LATERAL (
            SELECT f.ctid, f.chat_id, f.is_deleted
            FROM public.messages AS f
            WHERE f.id = first.message_id
            OFFSET 0
        ) AS found
        WHERE m.ctid = found.ctid
          AND found.chat_id = first.chat_id
          AND NOT found.is_deleted
        RETURNING m.chat_id
    ), counted AS (
        UPDATE public.chats AS c
        SET message_count = c.message_count - per_chat.messages
        FROM (
            SELECT deleted.chat_id, count(*) AS messages
            FROM deleted
            GROUP BY deleted.chat_id
        ) AS per_chat
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.chats AS f
            WHERE f.id = per_chat.chat_id
            OFFSET 0
        ) AS found
        WHERE c.ctid = found.ctid
        RETURNING c.id
    )
    SELECT array_agg(counted.id)
    INTO _chat_ids
    FROM counted;

    -- The preview becomes the newest message that is not deleted. A separate statement sees the
    -- deletions of the one above.
    UPDATE public.chats AS c
    SET last_message_id = (
        SELECT m.id
        FROM public.messages AS m
        WHERE NOT m.is_deleted
          AND (m.chat_id, m.id) >= (c.id, 0::bigint)
          AND (m.chat_id, m.id) <= (c.id, c.activity_position)
        ORDER BY m.chat_id DESC, m.id DESC
        LIMIT 1
    )
    WHERE c.id = ANY (_chat_ids);
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_message_deleted(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'deleted message ' || (_event.payload ->> 'message_id');
$$;

-- The text that the message had when it was deleted.
CREATE OR REPLACE FUNCTION audit.text_of_message_deleted(_event public.events)
RETURNS text
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT audit.event_text(latest)
        FROM public.events AS sent
        LEFT JOIN public.messages AS m ON m.id = sent.position
        JOIN public.events AS latest ON latest.position = coalesce(m.edit_position, sent.position)
        WHERE sent.position = (_event.payload ->> 'message_id')::bigint
          AND sent.chat_id = _event.chat_id
          AND sent.kind = 'message_sent'
    );
END;
$$;
