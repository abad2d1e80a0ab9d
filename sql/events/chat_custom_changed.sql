-- The custom data of a chat changed, which the application keeps with it: of a group by its owner or an admin,
-- of any chat by a program, which need not be in it. A command has the change; the event has all of the
-- data as they are then. What changes nothing is not appended.
INSERT INTO public.event_kinds (kind, append_rank, decide_with, describe_with, limit_class)
VALUES (
    'chat_custom_changed', 148, 'decide_chat_custom_changed', 'describe_chat_custom_changed',
    'message'
);

CREATE OR REPLACE FUNCTION public.is_valid_chat_custom_changed(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.is_set_custom(_payload);
$$;

CREATE OR REPLACE FUNCTION public.decide_chat_custom_changed(_new_events public.new_event[])
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT public.decision(
            d,
            CASE
                WHEN c.id IS NULL THEN 'not_a_participant'
                WHEN actor.is_program THEN coalesce(refused.code, outcome.code)
                WHEN p.user_id IS NULL THEN 'not_a_participant'
                WHEN c.type <> 'group' THEN 'not_a_group'
                WHEN public.member_role(c, p) = 'member' THEN 'not_the_creator'
                ELSE coalesce(refused.code, outcome.code)
            END,
            d.chat_id,
            jsonb_build_object('custom', d.prepared #> '{custom,after}')
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL public.active_chat(d.realm, d.chat_id) AS c ON true
        LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON true
        LEFT JOIN LATERAL public.refusal(d.realm, d.actor_id, '{}') AS refused ON true
        CROSS JOIN LATERAL (
            SELECT public.is_program(d.actor_id) AS is_program
            OFFSET 0
        ) AS actor
        CROSS JOIN LATERAL (
            SELECT public.decided_custom(d.prepared, c.custom_position, c.custom) AS code
            OFFSET 0
        ) AS outcome
        WHERE d.kind = 'chat_custom_changed'
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_chat_customs', 17, '{chat_custom_changed}');

-- Runs after the chats of the range are created. The latest change of the range wins.
CREATE OR REPLACE FUNCTION public.project_chat_customs(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.chats AS c
    SET custom = nullif(latest.payload -> 'custom', '{}'),
        custom_position = latest.last_position
    FROM public.latest_in_chats(_from, _to, 'chat_custom_changed') AS latest
    WHERE c.ctid = latest.chat_ctid;
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_chat_custom_changed(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'changed the custom data of the chat'
           || CASE WHEN _event.payload ? 'content_digest' THEN ' (erased since)' ELSE '' END;
$$;

-- A step of erase_texts(): the custom data, unless a later change has replaced them.
CREATE OR REPLACE FUNCTION audit.erase_chat_custom_changed(_positions bigint[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.chats AS c
    SET custom = NULL
    FROM public.events AS e
    WHERE e.position = ANY (_positions)
      AND e.kind = 'chat_custom_changed'
      AND e.payload ? 'content_digest'
      AND c.id = e.chat_id
      AND c.custom_position = e.position;
END;
$$;
