-- A message was deleted: by its author or the creator of the group, while still in the chat, or
-- by a moderator if it was reported.
INSERT INTO public.event_kinds (kind, append_rank, decide_with, in_chat, has_text)
VALUES
    ('message_deleted', 30, 'decide_message_deleted', true, false);

CREATE OR REPLACE FUNCTION public.is_valid_message_deleted(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.id_in(_payload, 'message_id') IS NOT NULL;
$$;

CREATE OR REPLACE FUNCTION public.decide_message_deleted(_new_events public.new_event[])
RETURNS SETOF public.decision
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN QUERY
    SELECT d.ordinal,
           CASE
               WHEN c.id IS NULL THEN 'message_not_found'
               WHEN (p.user_id IS NULL
                     OR m.sender_id IS DISTINCT FROM d.actor_id
                     AND (c.type <> 'group' OR c.created_by IS DISTINCT FROM d.actor_id))
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
           d.payload,
           NULL::bigint
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
    LEFT JOIN LATERAL (
        SELECT p.*
        FROM public.chat_participants AS p
        WHERE p.chat_id = c.id
          AND p.user_id = d.actor_id
        OFFSET 0
    ) AS p ON p.left_at IS NULL AND c.deleted_at IS NULL
    WHERE d.kind = 'message_deleted';
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_message_deletions', 40, '{message_deleted}');

-- A repeated deletion changes nothing, nor does one of a message not sent yet.
CREATE OR REPLACE FUNCTION public.project_message_deletions(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    _touched bigint[];
BEGIN
    WITH gone AS (
        UPDATE public.messages AS m
        SET is_deleted = true
        WHERE m.ctid = ANY (ARRAY(
            SELECT found.ctid
            FROM public.events AS e
            CROSS JOIN LATERAL (
                SELECT f.ctid, f.id, f.chat_id, f.is_deleted
                FROM public.messages AS f
                WHERE f.id = (e.payload ->> 'message_id')::bigint
                OFFSET 0
            ) AS found
            WHERE e.position BETWEEN _from AND _to
              AND e.kind = 'message_deleted'
              AND found.chat_id = e.chat_id
              AND found.id < e.position
              AND NOT found.is_deleted
        ))
        RETURNING m.chat_id
    ), counted AS (
        UPDATE public.chats AS c
        SET message_count = c.message_count - lost.messages
        FROM (
            SELECT gone.chat_id, count(*) AS messages
            FROM gone
            GROUP BY gone.chat_id
        ) AS lost
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.chats AS f
            WHERE f.id = lost.chat_id
            OFFSET 0
        ) AS found
        WHERE c.ctid = found.ctid
        RETURNING c.id
    )
    SELECT array_agg(counted.id)
    INTO _touched
    FROM counted;

    -- The preview steps back to the newest message that is still shown: in a statement of its
    -- own, which sees what the one above deleted.
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
    WHERE c.id = ANY (_touched);
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
LANGUAGE sql
STABLE
AS $$
    SELECT audit.event_text(latest)
    FROM public.events AS sent
    LEFT JOIN public.messages AS m ON m.id = sent.position
    JOIN public.events AS latest ON latest.position = coalesce(m.edit_position, sent.position)
    WHERE sent.position = (_event.payload ->> 'message_id')::bigint
      AND sent.chat_id = _event.chat_id
      AND sent.kind = 'message_sent';
$$;
