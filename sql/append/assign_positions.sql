-- A step of append_batch(): gives positions to the allowed events and to the read marks that
-- accompany them, in the order of event_kinds.append_rank. A read mark follows all sends, because
-- its `up_to_id` is the position of its sender's last message. The payload of an event that was caused
-- through an API key gets its name here, after the decision, so that no decision can lose it.
CREATE OR REPLACE FUNCTION public.assign_positions(
    _head      bigint,
    _decisions public.decision[],
    _marks     public.new_event[],
    _keys      text[]
)
RETURNS public.positioned_event[]
LANGUAGE plpgsql
IMMUTABLE
AS $$
DECLARE
    _order  CONSTANT text[] := public.append_order();
    _positioned public.positioned_event[];
BEGIN
    _positioned := ARRAY(
        SELECT ROW(
            a.position, a.event_id, a.realm,
            CASE a.kind WHEN 'chat_created' THEN a.position ELSE a.chat_id END,
            a.kind, a.actor_id,
            CASE
                WHEN _keys[a.ordinal] IS NULL THEN a.payload
                ELSE a.payload || jsonb_build_object('via_key', _keys[a.ordinal])
            END,
            CASE WHEN NOT a.is_mark THEN a.ordinal END, a.is_decided
        )::public.positioned_event
        FROM (
            SELECT b.*,
                   _head + row_number() OVER (
                       ORDER BY array_position(
                                    _order, CASE WHEN b.is_mark THEN 'message_sent' ELSE b.kind END
                                ),
                                b.is_mark, b.ordinal
                   ) AS position
            FROM (
                SELECT d.ordinal, d.event_id, d.realm, v.chat_id, d.kind, d.actor_id, v.payload,
                       v.payload IS DISTINCT FROM d.payload AS is_decided, false AS is_mark
                FROM unnest(_decisions) AS v
                CROSS JOIN LATERAL (SELECT (v.event).*) AS d
                WHERE v.outcome = 'append'
                UNION ALL
                SELECT m.ordinal, m.event_id, m.realm, m.chat_id, m.kind, m.actor_id, m.payload,
                       true, true
                FROM unnest(_marks) AS m
            ) AS b
        ) AS a
    );

    IF _marks = '{}' THEN
        RETURN _positioned;
    END IF;

    RETURN ARRAY(
        SELECT ROW(
            a.position, a.event_id, a.realm, a.chat_id, a.kind, a.actor_id,
            CASE
                WHEN a.ordinal IS NULL
                    THEN a.payload || jsonb_build_object('up_to_id', a.last_message_id)
                ELSE a.payload
            END,
            a.ordinal, a.is_decided
        )::public.positioned_event
        FROM (
            SELECT p.*,
                   max(p.position) FILTER (
                       WHERE p.kind = 'message_sent' AND public.is_visit(p.payload)
                   ) OVER (PARTITION BY p.chat_id, p.actor_id) AS last_message_id
            FROM unnest(_positioned) AS p
        ) AS a
        ORDER BY a.position
    );
END;
$$;
