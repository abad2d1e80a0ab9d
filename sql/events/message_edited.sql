-- The author changed the text of a message while in the chat. The same text again changes nothing.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids, has_text)
VALUES (
    'message_edited', 20, 'decide_message_edited', 'describe_message_edited', 'message',
    '{message_id}', true
);

CREATE OR REPLACE FUNCTION public.is_valid_message_edited(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT NOT _payload ? 'mentions' OR public.are_mentions(_payload -> 'mentions');
$$;

CREATE OR REPLACE FUNCTION public.decide_message_edited(_new_events public.new_event[])
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
                WHEN p.user_id IS NULL THEN 'not_a_participant'
                WHEN m.sender_id IS DISTINCT FROM d.actor_id THEN 'not_the_author'
                WHEN uneditable.code IS NOT NULL THEN uneditable.code
                WHEN m.is_deleted THEN 'message_not_found'
                WHEN m.content = d.payload ->> 'content' THEN 'no_change'
                WHEN refused.code IS NOT NULL THEN refused.code
                WHEN public.is_outdated(d.prepared, m.id) THEN 'outdated'
                ELSE 'append'
            END,
            m.chat_id,
            CASE
                WHEN p.user_id = m.sender_id AND d.prepared ? 'mentions'
                    THEN public.with_mentions(d, m.chat_id, m.mention_places)
                ELSE d.payload
            END
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
        LEFT JOIN LATERAL public.refusal_to_write(d.realm, d.actor_id, c.id, c.type) AS refused
            ON true
        CROSS JOIN LATERAL (SELECT public.refusal_to_edit(m.id) AS code OFFSET 0) AS uneditable
        WHERE d.kind = 'message_edited'
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_message_edits', 30, '{message_edited}');

-- The latest edit of the range wins. An edit of a message that is deleted, of another chat or sent
-- later changes nothing. Runs before the deletions of the range, so it considers them itself: only
-- edits before a deletion count.
CREATE OR REPLACE FUNCTION public.project_message_edits(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    _prepared text[] := public.prepared_words(_from, _to);
BEGIN
    UPDATE public.messages AS m
    SET content = latest.content,
        words = public.words_of(_prepared[latest.position - _from + 1], latest.content),
        mentions = CASE
            WHEN latest.mentions IS NULL THEN m.mentions
            ELSE public.mentioned_ids(latest.mentions[cardinality(latest.mentions)])
        END,
        mention_places = CASE
            WHEN latest.mentions IS NULL THEN m.mention_places
            ELSE nullif(latest.mentions[cardinality(latest.mentions)], '[]')
        END,
        edit_position = latest.position
    FROM (
        SELECT DISTINCT ON (change.chat_id, change.message_id) change.*
        FROM (
            SELECT e.chat_id,
                   e.kind,
                   e.position,
                   named.message_id,
                   e.payload ->> 'content' AS content,
                   -- Of this and earlier edits in the range: not every edit changes them.
                   array_agg(e.payload -> 'mentions') FILTER (WHERE e.payload ? 'mentions')
                       OVER (PARTITION BY e.chat_id, named.message_id ORDER BY e.position)
                       AS mentions,
                   min(e.position) FILTER (WHERE e.kind = 'message_deleted')
                       OVER (PARTITION BY e.chat_id, named.message_id) AS deleted_at
            FROM public.events AS e
            CROSS JOIN LATERAL (SELECT (e.payload ->> 'message_id')::bigint AS message_id) AS named
            WHERE e.position BETWEEN _from AND _to
              AND e.kind IN ('message_edited', 'message_deleted')
              AND named.message_id < e.position
        ) AS change
        WHERE change.kind = 'message_edited'
          AND change.position < coalesce(change.deleted_at, change.position + 1)
        ORDER BY change.chat_id, change.message_id, change.position DESC
    ) AS latest
    CROSS JOIN LATERAL (
        SELECT f.ctid, f.chat_id, f.is_deleted
        FROM public.messages AS f
        WHERE f.id = latest.message_id
        OFFSET 0
    ) AS found
    WHERE m.ctid = found.ctid
      AND found.chat_id = latest.chat_id
      AND NOT found.is_deleted;
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_message_edited(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'edited message ' || (_event.payload ->> 'message_id')
           || CASE WHEN _event.payload ? 'content_digest' THEN ' (erased since)' ELSE '' END;
$$;

-- A step of erase_texts(): the message, if this edit is its latest.
CREATE OR REPLACE FUNCTION audit.erase_message_edited(_positions bigint[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.messages AS m
    SET content = '',
        words = ''
    FROM public.events AS e
    WHERE e.position = ANY (_positions)
      AND e.kind = 'message_edited'
      AND e.payload ? 'content_digest'
      AND m.id = (e.payload ->> 'message_id')::bigint
      AND m.edit_position = e.position;
END;
$$;
