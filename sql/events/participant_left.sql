-- A participant left a group, or the group's owner or an admin removed them. The owner leaves, and is
-- not removed. See also
-- ../projection/project_participants.sql.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids)
VALUES (
    'participant_left', 160, 'decide_participant_left', 'describe_participant_left', 'message',
    '{user_id}'
);

CREATE OR REPLACE FUNCTION public.decide_participant_left(_new_events public.new_event[])
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
                WHEN p.user_id IS NULL THEN 'not_a_participant'
                WHEN c.type <> 'group' THEN 'not_a_group'
                WHEN (d.payload ->> 'user_id')::bigint <> d.actor_id
                    AND public.member_role(c, p) = 'member' THEN 'not_the_creator'
                WHEN other.user_id IS NULL THEN 'participant_not_found'
                WHEN (d.payload ->> 'user_id')::bigint <> d.actor_id
                    AND public.member_role(c, other) = 'owner' THEN 'not_the_creator'
                ELSE 'append'
            END,
            d.chat_id,
            d.payload
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL public.active_chat(d.realm, d.chat_id) AS c ON true
        LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON true
        LEFT JOIN LATERAL public.active_participant(
            c.id, (d.payload ->> 'user_id')::bigint
        ) AS other ON true
        WHERE d.kind = 'participant_left'
    );
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_participant_left(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT CASE
        WHEN _event.actor_id = (_event.payload ->> 'user_id')::bigint THEN 'left'
        ELSE 'removed ' || audit.label_at((_event.payload ->> 'user_id')::bigint, _event.position)
    END;
$$;
