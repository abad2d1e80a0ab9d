-- A participant muted, pinned or archived a chat for themselves, or undid it. A command has the
-- settings to change; the event has all of them as they are then. The same settings again change
-- nothing. They end when the participant leaves and when the chat is deleted, and a message that
-- mentions the participant ends the archiving.
INSERT INTO public.event_kinds (kind, append_rank, decide_with, describe_with, limit_class)
VALUES (
    'chat_settings_changed', 35, 'decide_chat_settings_changed', 'describe_chat_settings_changed',
    'message'
);

CREATE OR REPLACE FUNCTION public.is_valid_chat_settings_changed(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT jsonb_typeof(_payload -> 'pinned') = 'boolean'
       AND jsonb_typeof(_payload -> 'archived') = 'boolean'
       AND CASE jsonb_typeof(_payload -> 'muted_until')
           WHEN 'null' THEN true
           WHEN 'string' THEN _payload ->> 'muted_until'
               ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$'
       END;
$$;

-- It precedes the messages of its batch, so that a mention that arrives at the same time ends the
-- archiving.
CREATE OR REPLACE FUNCTION public.decide_chat_settings_changed(_new_events public.new_event[])
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
                WHEN current.settings @> d.payload THEN 'no_change'
                WHEN d.payload @> '{"pinned": true}' AND s.is_pinned IS NOT TRUE
                    AND public.has_pinned_enough(d.actor_id) THEN 'too_many_pinned_chats'
                ELSE 'append'
            END,
            d.chat_id,
            current.settings || d.payload
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL public.active_chat(d.realm, d.chat_id) AS c ON true
        LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON true
        LEFT JOIN LATERAL (
            SELECT s.*
            FROM public.chat_settings AS s
            WHERE s.chat_id = c.id
              AND s.user_id = d.actor_id
            OFFSET 0
        ) AS s ON true
        CROSS JOIN LATERAL (
            SELECT jsonb_build_object(
                'muted_until', CASE
                    -- Afterwards the chat is as if it had never been muted.
                    WHEN s.muted_until > now() THEN to_char(
                        s.muted_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
                    )
                END,
                'pinned', coalesce(s.is_pinned, false),
                'archived', coalesce(s.is_archived, false)
            ) AS settings
        ) AS current
        WHERE d.kind = 'chat_settings_changed'
    );
END;
$$;

-- Whether a user has pinned as many chats as one user may, over all realms.
CREATE OR REPLACE FUNCTION public.has_pinned_enough(_user_id bigint)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT count(*) >= 100
        FROM (
            SELECT
            FROM public.chat_settings AS s
            WHERE s.user_id + 0 = _user_id
              AND s.is_pinned
            LIMIT 100
        ) AS pinned
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES (
    'project_chat_settings', 85, '{chat_settings_changed, participant_left, chat_deleted}'
);

-- Runs after the messages of the range, which have ended the archiving of earlier ranges
-- (end_archiving()); here each change considers the later events of the range itself.
CREATE OR REPLACE FUNCTION public.project_chat_settings(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.chat_settings AS s
    SET muted_until = NULL,
        is_pinned = false,
        is_archived = false
    FROM (
        SELECT e.chat_id, (e.payload ->> 'user_id')::bigint AS user_id
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'participant_left'
        UNION
        SELECT e.chat_id, of_chat.user_id
        FROM public.events AS e
        CROSS JOIN LATERAL (
            SELECT s.user_id
            FROM public.chat_settings AS s
            WHERE s.chat_id = e.chat_id
            OFFSET 0
        ) AS of_chat
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'chat_deleted'
    ) AS ended
    CROSS JOIN LATERAL (
        SELECT f.ctid
        FROM public.chat_settings AS f
        WHERE f.chat_id = ended.chat_id
          AND f.user_id = ended.user_id
        OFFSET 0
    ) AS found
    WHERE s.ctid = found.ctid;

    INSERT INTO public.chat_settings (chat_id, user_id, muted_until, is_pinned, is_archived)
    SELECT latest.chat_id,
           latest.user_id,
           CASE
               WHEN later.has_ended IS NOT TRUE
                   THEN (latest.payload ->> 'muted_until')::timestamptz
           END,
           (latest.payload ->> 'pinned')::boolean AND later.has_ended IS NOT TRUE,
           (latest.payload ->> 'archived')::boolean AND later.has_ended IS NOT TRUE
               AND later.has_mention IS NOT TRUE
    FROM (
        SELECT DISTINCT ON (e.chat_id, e.actor_id)
               e.chat_id, e.actor_id AS user_id, e.position, e.payload
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'chat_settings_changed'
          -- Manual SQL may omit the actor.
          AND e.actor_id IS NOT NULL
        ORDER BY e.chat_id, e.actor_id, e.position DESC
    ) AS latest
    CROSS JOIN LATERAL (
        SELECT bool_or(e.kind = 'chat_deleted'
                       OR e.kind = 'participant_left'
                       AND (e.payload ->> 'user_id')::bigint = latest.user_id) AS has_ended,
               bool_or(CASE e.kind
                   WHEN 'message_sent' THEN latest.user_id = ANY (
                       public.mentioned_ids(e.payload -> 'mentions')
                   )
               END) AS has_mention
        FROM (
            SELECT e.kind, e.payload
            FROM public.events AS e
            WHERE e.chat_id = latest.chat_id
              AND e.position + 0 > latest.position
              AND e.position + 0 <= _to
            OFFSET 0
        ) AS e
    ) AS later
    ON CONFLICT (chat_id, user_id) DO UPDATE
    SET muted_until = excluded.muted_until,
        is_pinned = excluded.is_pinned,
        is_archived = excluded.is_archived;
END;
$$;

-- A step of project_messages(): these messages mention users, whose chats are archived no longer.
CREATE OR REPLACE FUNCTION public.end_archiving(_message_ids bigint[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.chat_settings AS s
    SET is_archived = false
    FROM (
        SELECT DISTINCT m.chat_id, mentioned.user_id
        FROM unnest(_message_ids) AS sent (id)
        CROSS JOIN LATERAL (
            SELECT m.chat_id, m.mentions
            FROM public.messages AS m
            WHERE m.id = sent.id
            OFFSET 0
        ) AS m
        CROSS JOIN LATERAL unnest(m.mentions) AS mentioned (user_id)
    ) AS named
    CROSS JOIN LATERAL (
        SELECT f.ctid, f.is_archived
        FROM public.chat_settings AS f
        WHERE f.chat_id = named.chat_id
          AND f.user_id = named.user_id
        OFFSET 0
    ) AS found
    WHERE s.ctid = found.ctid
      AND found.is_archived;
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_chat_settings_changed(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'set the chat for themselves to '
           || coalesce('muted until ' || (_event.payload ->> 'muted_until'), 'not muted')
           || CASE WHEN _event.payload @> '{"pinned": true}' THEN ', pinned' ELSE '' END
           || CASE WHEN _event.payload @> '{"archived": true}' THEN ', archived' ELSE '' END;
$$;
