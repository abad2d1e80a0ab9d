-- The owner of a group gave a participant another role: `admin`, `member` or `owner`. In the last
-- case the actor becomes an admin; in the others the actor is the owner from then on by an event,
-- and not only as the oldest (../access/group_owner.sql).
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids)
VALUES (
    'participant_role_changed', 155, 'decide_participant_role_changed',
    'describe_participant_role_changed', 'message', '{user_id}'
);

CREATE OR REPLACE FUNCTION public.is_valid_participant_role_changed(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT _payload ->> 'role' IN ('owner', 'admin', 'member');
$$;

CREATE OR REPLACE FUNCTION public.decide_participant_role_changed(_new_events public.new_event[])
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
                WHEN public.member_role(c, p) <> 'owner' THEN 'not_the_creator'
                WHEN other.user_id IS NULL THEN 'participant_not_found'
                WHEN public.member_role(c, other) = d.payload ->> 'role' THEN 'no_change'
                WHEN other.user_id = d.actor_id THEN 'owner_required'
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
        WHERE d.kind = 'participant_role_changed'
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_participant_roles', 55, '{participant_role_changed}');

-- Runs after the participants of the range, whose latest role is the one with which they joined: a
-- change counts unless its user joined after it.
CREATE OR REPLACE FUNCTION public.project_participant_roles(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    WITH given AS MATERIALIZED (
        SELECT latest.chat_id, latest.user_id, latest.role
        FROM (
            SELECT DISTINCT ON (e.chat_id, given.user_id)
                   e.chat_id, given.user_id, given.role, e.position
            FROM public.events AS e
            CROSS JOIN LATERAL (
                VALUES
                    ((e.payload ->> 'user_id')::bigint, e.payload ->> 'role', 1),
                    (e.actor_id, CASE e.payload ->> 'role' WHEN 'owner' THEN 'admin' ELSE 'owner' END, 2)
            ) AS given (user_id, role, ordinal)
            WHERE e.position BETWEEN _from AND _to
              AND e.kind = 'participant_role_changed'
            -- Manual SQL may name the actor.
            ORDER BY e.chat_id, given.user_id, e.position DESC, given.ordinal
        ) AS latest
        WHERE NOT EXISTS (
            SELECT
            FROM public.events AS later
            WHERE later.chat_id = latest.chat_id
              AND later.position + 0 > latest.position
              AND later.position + 0 <= _to
              AND (later.kind = 'participant_joined'
                   AND (later.payload ->> 'user_id')::bigint = latest.user_id
                   OR later.kind = 'chat_restored'
                   AND EXISTS (
                       SELECT
                       FROM jsonb_array_elements(later.payload -> 'participants') AS restored
                       WHERE (restored ->> 'user_id')::bigint = latest.user_id
                   ))
            OFFSET 0
        )
    ), of_former AS (
        UPDATE public.former_participants AS p
        SET role = given.role
        FROM given
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.former_participants AS f
            WHERE f.chat_id = given.chat_id
              AND f.user_id = given.user_id
            OFFSET 0
        ) AS found
        WHERE p.ctid = found.ctid
    )
    UPDATE public.chat_participants AS p
    SET role = given.role
    FROM given
    CROSS JOIN LATERAL (
        SELECT f.ctid
        FROM public.chat_participants AS f
        WHERE f.chat_id = given.chat_id
          AND f.user_id = given.user_id
        OFFSET 0
    ) AS found
    WHERE p.ctid = found.ctid;
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_participant_role_changed(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'made ' || audit.label_at((_event.payload ->> 'user_id')::bigint, _event.position)
           || CASE _event.payload ->> 'role'
               WHEN 'owner' THEN ' the owner of the group'
               WHEN 'admin' THEN ' an admin of the group'
               ELSE ' a member of the group without a role'
           END;
$$;
