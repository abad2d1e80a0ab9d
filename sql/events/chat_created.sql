-- A user or the database created a chat. The creator may write to all its participants. A pair has
-- one chat, deleted or not.
INSERT INTO public.event_kinds (kind, append_rank, decide_with, describe_with, limit_class)
VALUES ('chat_created', 130, 'decide_chat_created', 'describe_chat_created', 'chat');

CREATE OR REPLACE FUNCTION public.is_valid_chat_created(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.are_participants(_payload -> 'participants')
       AND (NOT _payload ? 'type' OR _payload ->> 'type' IN ('private', 'group'))
       AND (NOT _payload ? 'pair_key' OR jsonb_typeof(_payload -> 'pair_key') IN ('string', 'null'))
       AND (NOT _payload ? 'title' OR jsonb_typeof(_payload -> 'title') = 'string')
       AND (NOT _payload ? 'context' OR public.is_context(_payload -> 'context'))
       AND (NOT _payload ? 'custom' OR public.is_custom(_payload -> 'custom'));
$$;

CREATE OR REPLACE FUNCTION public.decide_chat_created(_new_events public.new_event[])
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT public.decision(
            d,
            CASE
                WHEN jsonb_array_length(d.payload -> 'participants') > public.max_members(d.realm)
                    THEN 'group_full'
                WHEN refused.code IN ('not_in_this_realm', 'user_not_found') THEN refused.code
                -- Finding the existing chat needs no right to write.
                WHEN there.id IS NOT NULL THEN 'duplicate'
                WHEN d.payload ->> 'type' = 'group'
                    AND NOT public.may_make_groups(d.realm, d.actor_id) THEN 'teachers_only'
                ELSE coalesce(
                    refused.code,
                    CASE WHEN d.limits IS NOT NULL THEN public.check_send_allowed(d) END,
                    'append'
                )
            END,
            there.id,
            d.payload,
            there.id
        )
        FROM unnest(_new_events) AS d
        CROSS JOIN LATERAL public.refusal_to_create(
            d.realm, d.actor_id, d.payload -> 'participants'
        ) AS refused
        LEFT JOIN LATERAL (
            SELECT there.id
            FROM public.chats AS there
            WHERE there.realm = d.realm
              AND there.pair_key = d.payload ->> 'pair_key'
            OFFSET 0
        ) AS there ON true
        WHERE d.kind = 'chat_created'
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_chats', 10, '{chat_created}');

CREATE OR REPLACE FUNCTION public.project_chats(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO public.chats
        (id, uuid, realm, type, pair_key, title, created_by, context, custom, created_at,
         activity_position)
    SELECT e.chat_id,
           e.event_id,
           e.realm,
           coalesce(e.payload ->> 'type', 'private'),
           e.payload ->> 'pair_key',
           e.payload ->> 'title',
           e.actor_id,
           e.payload -> 'context',
           nullif(e.payload -> 'custom', '{}'),
           e.recorded_at,
           e.position
    FROM public.events AS e
    WHERE e.position BETWEEN _from AND _to
      AND e.kind = 'chat_created';
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_chat_created(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'created the '
           || CASE _event.payload ->> 'type' WHEN 'group' THEN 'group' ELSE 'chat' END
           || coalesce(' "' || nullif(_event.payload ->> 'title', '') || '"', '')
           || ' with ' || audit.participants_of(_event);
$$;

-- A step of erase_texts(): the title of the group and the custom data, unless others have replaced them, and the
-- title of the listing.
CREATE OR REPLACE FUNCTION audit.erase_chat_created(_positions bigint[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.chats AS c
    SET title = CASE WHEN c.title_position IS NULL THEN e.payload ->> 'title' ELSE c.title END,
        context = c.context #- '{title}',
        custom = CASE WHEN c.custom_position IS NOT NULL THEN c.custom END
    FROM public.events AS e
    WHERE e.position = ANY (_positions)
      AND e.kind = 'chat_created'
      AND e.payload ? 'content_digest'
      AND c.id = e.chat_id;
END;
$$;
