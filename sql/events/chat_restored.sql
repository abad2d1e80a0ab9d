-- One of the two users of a deleted private chat restored it, with both as participants. See also
-- ../projection/project_participants.sql and project_chat_deletions.sql.
INSERT INTO public.event_kinds (kind, append_rank, decide_with, describe_with, limit_class)
VALUES ('chat_restored', 140, 'decide_chat_restored', 'describe_chat_restored', 'chat');

CREATE OR REPLACE FUNCTION public.is_valid_chat_restored(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.are_participants(_payload -> 'participants');
$$;

CREATE OR REPLACE FUNCTION public.decide_chat_restored(_new_events public.new_event[])
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT public.decision(
            d,
            CASE
                WHEN c.id IS NULL THEN 'chat_not_found'
                WHEN NOT created.payload -> 'participants'
                    @> jsonb_build_array(jsonb_build_object('user_id', d.actor_id))
                    THEN 'not_a_participant'
                WHEN c.deleted_at IS NULL THEN 'no_change'
                ELSE coalesce(refused.code, 'append')
            END,
            d.chat_id,
            jsonb_build_object('participants', created.payload -> 'participants')
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL (
            SELECT c.*
            FROM public.chats AS c
            WHERE c.id = d.chat_id
            OFFSET 0
        ) AS c ON c.realm = d.realm AND c.type = 'private'
        LEFT JOIN LATERAL (
            SELECT created.payload
            FROM public.events AS created
            WHERE created.position = c.id
            OFFSET 0
        ) AS created ON true
        LEFT JOIN LATERAL public.refusal_to_create(
            d.realm, d.actor_id, created.payload -> 'participants'
        ) AS refused ON true
        WHERE d.kind = 'chat_restored'
    );
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_chat_restored(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'restored the chat with ' || audit.participants_of(_event);
$$;
