-- `message_reported`: a participant reported a message to the moderators, once while the report is
-- pending; a banned user cannot. `report_resolved`: a moderator resolved a pending report.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids, has_text)
VALUES
    (
        'message_reported', 50, 'decide_message_reported', 'describe_message_reported', 'message',
        '{message_id}', true
    ),
    (
        'report_resolved', 120, 'decide_report_resolved', 'describe_report_resolved', 'message',
        '{report_id}', false
    );

CREATE OR REPLACE FUNCTION public.is_valid_report_resolved(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT _payload ->> 'resolution' IN ('dismissed', 'message_deleted', 'user_banned');
$$;

CREATE OR REPLACE FUNCTION public.decide_message_reported(_new_events public.new_event[])
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
                WHEN public.is_banned(d.realm, d.actor_id) THEN 'banned'
                WHEN m.id IS NULL THEN 'message_not_found'
                WHEN EXISTS (
                    SELECT
                    FROM public.reports AS r
                    WHERE r.message_id = m.id
                      AND r.reported_by = d.actor_id
                      AND r.resolution IS NULL
                    OFFSET 0
                ) THEN 'no_change'
                ELSE 'append'
            END,
            d.chat_id,
            d.payload
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL public.active_chat(d.realm, d.chat_id) AS c ON true
        LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON true
        LEFT JOIN LATERAL (
            SELECT m.*
            FROM public.messages AS m
            WHERE m.id = (d.payload ->> 'message_id')::bigint
            OFFSET 0
        ) AS m ON m.chat_id = c.id AND NOT m.is_deleted
        WHERE d.kind = 'message_reported'
    );
END;
$$;

CREATE OR REPLACE FUNCTION public.decide_report_resolved(_new_events public.new_event[])
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT public.decision(
            d,
            CASE
                WHEN NOT public.is_moderator(d.actor_id) THEN 'not_a_moderator'
                WHEN r.id IS NULL THEN 'report_not_found'
                WHEN r.resolution = d.payload ->> 'resolution' THEN 'no_change'
                WHEN r.resolution IS NOT NULL THEN 'report_settled'
                ELSE 'append'
            END,
            r.chat_id,
            d.payload
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL (
            SELECT r.*
            FROM public.reports AS r
            WHERE r.id = (d.payload ->> 'report_id')::bigint
            OFFSET 0
        ) AS r ON r.realm = d.realm
        WHERE d.kind = 'report_resolved'
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_reports', 100, '{message_reported, report_resolved}');

-- The first resolution of a report stays. A resolution before its report changes nothing.
CREATE OR REPLACE FUNCTION public.project_reports(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO public.reports (id, realm, chat_id, message_id, reported_by, reason, created_at)
    SELECT e.position, e.realm, e.chat_id, (e.payload ->> 'message_id')::bigint, e.actor_id,
           e.payload ->> 'content', e.recorded_at
    FROM public.events AS e
    WHERE e.position BETWEEN _from AND _to
      AND e.kind = 'message_reported';

    UPDATE public.reports AS r
    SET resolution = first.resolution,
        resolved_position = first.position,
        resolved_by = first.actor_id,
        resolved_at = first.recorded_at
    FROM (
        SELECT DISTINCT ON (e.chat_id, named.report_id)
               e.chat_id, named.report_id, e.payload ->> 'resolution' AS resolution, e.position,
               e.actor_id, e.recorded_at
        FROM public.events AS e
        CROSS JOIN LATERAL (SELECT (e.payload ->> 'report_id')::bigint AS report_id) AS named
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'report_resolved'
          AND named.report_id < e.position
        ORDER BY e.chat_id, named.report_id, e.position
    ) AS first
    CROSS JOIN LATERAL (
        SELECT f.ctid, f.chat_id, f.resolution
        FROM public.reports AS f
        WHERE f.id = first.report_id
        OFFSET 0
    ) AS found
    WHERE r.ctid = found.ctid
      AND found.chat_id = first.chat_id
      AND found.resolution IS NULL;
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_message_reported(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'reported message ' || (_event.payload ->> 'message_id')
           || CASE WHEN _event.payload ? 'content_digest' THEN ' (erased since)' ELSE '' END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_report_resolved(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'resolved report ' || (_event.payload ->> 'report_id')
           || ': ' || (_event.payload ->> 'resolution');
$$;

-- A step of erase_texts().
CREATE OR REPLACE FUNCTION audit.erase_message_reported(_positions bigint[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.reports AS r
    SET reason = ''
    FROM public.events AS e
    WHERE e.position = ANY (_positions)
      AND e.kind = 'message_reported'
      AND e.payload ? 'content_digest'
      AND r.id = e.position;
END;
$$;
