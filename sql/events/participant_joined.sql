-- A group's owner, or an admin of it, added a user; only the owner adds admins. See also
-- ../projection/project_participants.sql.
INSERT INTO public.event_kinds (kind, append_rank, decide_with, describe_with, limit_class)
VALUES (
    'participant_joined', 150, 'decide_participant_joined', 'describe_participant_joined',
    'message'
);

CREATE OR REPLACE FUNCTION public.is_valid_participant_joined(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.are_participants(jsonb_build_array(_payload));
$$;

CREATE OR REPLACE FUNCTION public.decide_participant_joined(_new_events public.new_event[])
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
                WHEN public.member_role(c, p) = 'member' THEN 'not_the_creator'
                WHEN d.payload ->> 'role' = 'admin' AND public.member_role(c, p) <> 'owner'
                    THEN 'not_the_creator'
                WHEN NOT public.is_known(d.realm, (d.payload ->> 'user_id')::bigint, d.actor_id)
                    THEN 'user_not_found'
                WHEN other.user_id IS NOT NULL THEN 'no_change'
                WHEN (
                    SELECT count(*)
                    FROM public.chat_participants AS member
                    WHERE member.chat_id = c.id
                ) >= public.max_members(d.realm) THEN 'group_full'
                ELSE coalesce(refused.code, 'append')
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
        LEFT JOIN LATERAL public.refusal(
            d.realm, d.actor_id, ARRAY[(d.payload ->> 'user_id')::bigint]
        ) AS refused ON true
        WHERE d.kind = 'participant_joined'
    );
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_participant_joined(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'added ' || audit.label_at((_event.payload ->> 'user_id')::bigint, _event.position)
           || coalesce(' as ' || (_event.payload ->> 'role'), '');
$$;
