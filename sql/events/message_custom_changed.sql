-- The custom data of a message changed, which the application keeps with it: by its author while in the chat,
-- or by a program, which need not be in it. `author_id` is the message's author, with whom the data are
-- erased; it is missing if there is none. A command has the change; the event has all of the data as they are
-- then. What changes nothing is not appended.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids)
VALUES (
    'message_custom_changed', 21, 'decide_message_custom_changed',
    'describe_message_custom_changed', 'message', '{message_id}'
);

INSERT INTO public.message_parts (name, check_with, is_compared, edit_refusal)
VALUES ('custom', 'is_custom', false, NULL);

CREATE OR REPLACE FUNCTION public.is_valid_message_custom_changed(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.is_set_custom(_payload)
       AND (NOT _payload ? 'author_id' OR public.id_in(_payload, 'author_id') IS NOT NULL);
$$;

CREATE OR REPLACE FUNCTION public.decide_message_custom_changed(_new_events public.new_event[])
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
                WHEN NOT actor.is_program AND p.user_id IS NULL THEN 'not_a_participant'
                WHEN NOT actor.is_program AND m.sender_id IS DISTINCT FROM d.actor_id
                    THEN 'not_the_author'
                WHEN m.is_deleted OR c.deleted_at IS NOT NULL THEN 'message_not_found'
                ELSE coalesce(
                    refused.code,
                    public.decided_custom(d.prepared, m.custom_position, m.custom)
                )
            END,
            m.chat_id,
            jsonb_build_object('message_id', m.id, 'custom', d.prepared #> '{custom,after}')
                || CASE
                    WHEN m.sender_id IS NULL THEN '{}'
                    ELSE jsonb_build_object('author_id', m.sender_id)
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
        CROSS JOIN LATERAL (
            SELECT public.is_program(d.actor_id) AS is_program
            OFFSET 0
        ) AS actor
        -- A block keeps people apart, and not programs, which are in no chat of two.
        LEFT JOIN LATERAL public.refusal_to_write(
            d.realm, d.actor_id, c.id, CASE WHEN NOT actor.is_program THEN c.type END
        ) AS refused ON true
        WHERE d.kind = 'message_custom_changed'
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_message_customs', 32, '{message_custom_changed}');

-- The latest change of the range wins. One of a message that is deleted, of another chat or sent later
-- changes nothing. Runs before the deletions of the range, which remove the data.
CREATE OR REPLACE FUNCTION public.project_message_customs(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.messages AS m
    SET custom = nullif(latest.custom, '{}'),
        custom_position = latest.position
    FROM (
        SELECT DISTINCT ON (e.chat_id, named.message_id)
               e.chat_id, e.position, named.message_id, e.payload -> 'custom' AS custom
        FROM public.events AS e
        CROSS JOIN LATERAL (SELECT (e.payload ->> 'message_id')::bigint AS message_id) AS named
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'message_custom_changed'
          AND named.message_id < e.position
        ORDER BY e.chat_id, named.message_id, e.position DESC
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

CREATE OR REPLACE FUNCTION audit.describe_message_custom_changed(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'changed the custom data of message ' || (_event.payload ->> 'message_id')
           || CASE WHEN _event.payload ? 'content_digest' THEN ' (erased since)' ELSE '' END;
$$;

-- A step of erase_texts(): the custom data, unless a later change has replaced them.
CREATE OR REPLACE FUNCTION audit.erase_message_custom_changed(_positions bigint[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.messages AS m
    SET custom = NULL
    FROM public.events AS e
    WHERE e.position = ANY (_positions)
      AND e.kind = 'message_custom_changed'
      AND e.payload ? 'content_digest'
      AND m.id = (e.payload ->> 'message_id')::bigint
      AND m.custom_position = e.position;
END;
$$;
