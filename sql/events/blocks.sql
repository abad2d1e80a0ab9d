-- A user blocked or unblocked another one: `user_blocked` and `user_unblocked` for any user,
-- `participant_blocked` and `participant_unblocked` for the other user of a private chat. All four
-- apply to every private chat of the two in the realm.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids, in_chat)
VALUES
    ('participant_blocked', 70, 'decide_participant_blocked', 'describe_block', 'message',
     '{user_id}', true),
    ('participant_unblocked', 80, 'decide_participant_blocked', 'describe_block', 'message',
     '{user_id}', true),
    ('user_blocked', 90, 'decide_user_blocked', 'describe_block', 'message', '{user_id}', false),
    ('user_unblocked', 100, 'decide_user_blocked', 'describe_block', 'message', '{user_id}',
     false);

CREATE OR REPLACE FUNCTION public.is_valid_user_unblocked(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    -- The blocker is the actor, unless the database lifts the blocks of a deleted user.
    SELECT NOT _payload ? 'blocker_id' OR public.id_in(_payload, 'blocker_id') IS NOT NULL;
$$;

CREATE OR REPLACE FUNCTION public.decide_participant_blocked(_new_events public.new_event[])
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
                WHEN c.type <> 'private' OR other.user_id IS NULL THEN 'participant_not_found'
                WHEN public.is_blocked(d.realm, d.actor_id, other.user_id)
                    = (d.kind = 'participant_blocked') THEN 'no_change'
                ELSE 'append'
            END,
            d.chat_id,
            jsonb_build_object('user_id', other.user_id)
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL public.active_chat(d.realm, d.chat_id) AS c ON true
        LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON true
        LEFT JOIN LATERAL (
            SELECT other.user_id
            FROM public.all_participants AS other
            WHERE other.chat_id = c.id
            OFFSET 0
        ) AS other ON other.user_id <> d.actor_id
        WHERE d.kind IN ('participant_blocked', 'participant_unblocked')
    );
END;
$$;

CREATE OR REPLACE FUNCTION public.decide_user_blocked(_new_events public.new_event[])
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT public.decision(
            d,
            CASE
                WHEN (d.payload ->> 'user_id')::bigint = d.actor_id THEN 'cannot_block_yourself'
                WHEN public.is_blocked(d.realm, d.actor_id, (d.payload ->> 'user_id')::bigint)
                    THEN CASE d.kind WHEN 'user_blocked' THEN 'no_change' ELSE 'append' END
                WHEN NOT public.is_known(d.realm, (d.payload ->> 'user_id')::bigint, d.actor_id)
                    THEN 'user_not_found'
                WHEN d.kind = 'user_blocked' THEN 'append'
                ELSE 'no_change'
            END,
            NULL::bigint,
            d.payload
        )
        FROM unnest(_new_events) AS d
        WHERE d.kind IN ('user_blocked', 'user_unblocked')
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES (
    'project_blocks', 90,
    '{user_blocked, user_unblocked, participant_blocked, participant_unblocked}'
);

-- The latest event of the range on each pair of users wins. An event of the database has a
-- `blocker_id`; one of manual SQL may have no blocker at all.
CREATE OR REPLACE FUNCTION public.project_blocks(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    WITH latest AS (
        SELECT DISTINCT ON (e.realm, pair.blocker_id, pair.blocked_id)
               e.position, e.realm, pair.blocker_id, pair.blocked_id, e.recorded_at,
               e.kind IN ('user_blocked', 'participant_blocked') AS is_blocked
        FROM public.events AS e
        CROSS JOIN LATERAL (
            SELECT coalesce((e.payload ->> 'blocker_id')::bigint, e.actor_id) AS blocker_id,
                   (e.payload ->> 'user_id')::bigint AS blocked_id
        ) AS pair
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('user_blocked', 'user_unblocked',
                         'participant_blocked', 'participant_unblocked')
          AND pair.blocker_id IS NOT NULL
        ORDER BY e.realm, pair.blocker_id, pair.blocked_id, e.position DESC
    ), lifted AS (
        DELETE FROM public.blocks AS b
        WHERE b.ctid = ANY (ARRAY(
            SELECT found.ctid
            FROM latest AS l
            CROSS JOIN LATERAL (
                SELECT f.ctid
                FROM public.blocks AS f
                WHERE f.realm = l.realm
                  AND f.blocker_id = l.blocker_id
                  AND f.blocked_id = l.blocked_id
                OFFSET 0
            ) AS found
            WHERE NOT l.is_blocked
        ))
    )
    INSERT INTO public.blocks (id, realm, blocker_id, blocked_id, blocked_at)
    SELECT l.position, l.realm, l.blocker_id, l.blocked_id, l.recorded_at
    FROM latest AS l
    WHERE l.is_blocked
    ON CONFLICT (realm, blocker_id, blocked_id) DO UPDATE
    SET id = excluded.id,
        blocked_at = excluded.blocked_at;
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_block(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT CASE
               WHEN _event.kind IN ('user_blocked', 'participant_blocked') THEN 'blocked '
               ELSE 'unblocked '
           END
           || audit.label_at((_event.payload ->> 'user_id')::bigint, _event.position)
           || CASE
               WHEN _event.payload ? 'blocker_id'
               THEN ' for ' || audit.label_at((_event.payload ->> 'blocker_id')::bigint, _event.position)
               ELSE ''
           END;
$$;
