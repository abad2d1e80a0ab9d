-- A member pinned a message for all members, or unpinned it: in a private chat either user, in a group the
-- owner and its admins. Repeating either changes nothing. A chat has at most 50 pinned messages.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids)
VALUES
    ('message_pinned', 26, 'decide_pin', 'describe_pin', 'message', '{message_id}'),
    ('message_unpinned', 27, 'decide_pin', 'describe_pin', 'message', '{message_id}');

CREATE OR REPLACE FUNCTION public.decide_pin(_new_events public.new_event[])
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
                WHEN c.type = 'group' AND public.member_role(c, p) NOT IN ('owner', 'admin')
                    THEN 'not_a_group_admin'
                WHEN m.id IS NULL THEN 'message_not_found'
                WHEN refused.code IS NOT NULL THEN refused.code
                WHEN (pinned.id IS NOT NULL) = (d.kind = 'message_pinned') THEN 'no_change'
                WHEN d.kind = 'message_pinned' AND (
                    SELECT count(*)
                    FROM public.pins AS other
                    WHERE other.chat_id = c.id
                ) >= 50 THEN 'too_many_pins'
                ELSE 'append'
            END,
            d.chat_id,
            d.payload
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL public.active_chat(d.realm, d.chat_id) AS c ON true
        LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON true
        LEFT JOIN LATERAL public.refusal_to_write(d.realm, d.actor_id, c.id, c.type) AS refused
            ON true
        LEFT JOIN LATERAL (
            SELECT m.*
            FROM public.messages AS m
            WHERE m.id = (d.payload ->> 'message_id')::bigint
            OFFSET 0
        ) AS m ON m.chat_id = c.id AND NOT m.is_deleted
        LEFT JOIN LATERAL (
            SELECT pinned.id
            FROM public.pins AS pinned
            WHERE pinned.chat_id = c.id
              AND pinned.message_id = m.id
            OFFSET 0
        ) AS pinned ON true
        WHERE d.kind IN ('message_pinned', 'message_unpinned')
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_pins', 46, '{message_pinned, message_unpinned, message_deleted}');

-- Runs after the deletions of the range: a deleted message is not pinned. Otherwise the latest event of
-- the range on each message wins.
CREATE OR REPLACE FUNCTION public.project_pins(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    WITH latest AS MATERIALIZED (
        SELECT DISTINCT ON (found.id)
               e.position,
               e.actor_id,
               e.recorded_at,
               found.chat_id,
               found.id AS message_id,
               e.kind = 'message_pinned' AND NOT found.is_deleted AS is_pinned
        FROM public.events AS e
        CROSS JOIN LATERAL (
            SELECT f.id, f.chat_id, f.is_deleted
            FROM public.messages AS f
            WHERE f.id = (e.payload ->> 'message_id')::bigint
            OFFSET 0
        ) AS found
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('message_pinned', 'message_unpinned', 'message_deleted')
          AND found.id < e.position
          AND found.chat_id = e.chat_id
        ORDER BY found.id, e.position DESC
    ), unpinned AS (
        DELETE FROM public.pins AS p
        WHERE p.ctid = ANY (ARRAY(
            SELECT found.ctid
            FROM latest AS l
            CROSS JOIN LATERAL (
                SELECT f.ctid
                FROM public.pins AS f
                WHERE f.chat_id = l.chat_id
                  AND f.message_id = l.message_id
                OFFSET 0
            ) AS found
            WHERE NOT l.is_pinned
        ))
    )
    INSERT INTO public.pins (id, chat_id, message_id, pinned_by, pinned_at)
    SELECT l.position, l.chat_id, l.message_id, l.actor_id, l.recorded_at
    FROM latest AS l
    WHERE l.is_pinned
    ON CONFLICT (chat_id, message_id) DO UPDATE
    SET id = excluded.id,
        pinned_by = excluded.pinned_by,
        pinned_at = excluded.pinned_at;
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_pin(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT CASE _event.kind WHEN 'message_pinned' THEN 'pinned' ELSE 'unpinned' END
           || ' message ' || (_event.payload ->> 'message_id');
$$;
