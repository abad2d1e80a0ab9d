-- A participant's read mark moved to the newest message at or before the requested one, or to the
-- newest of all. `from_id` is the previous mark: the messages after it are newly read. `visit` is true where a
-- message of the participant's own moved it. A mark never moves back. Where the participant has marked the chat unread
-- and others go on seeing the mark that was, reading up to it is another event: chat_marked_unread.sql. See also
-- ../projection/project_reads.sql and ../append/read_marks_of_senders.sql.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids)
VALUES
    ('chat_read', 10, 'decide_chat_read', 'describe_chat_read', 'message', '{up_to_id}');

CREATE OR REPLACE FUNCTION public.is_valid_chat_read(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT (NOT _payload ? 'from_id' OR public.id_in(_payload, 'from_id') IS NOT NULL)
       AND (NOT _payload ? 'visit' OR jsonb_typeof(_payload -> 'visit') = 'boolean');
$$;

CREATE OR REPLACE FUNCTION public.decide_chat_read(_new_events public.new_event[])
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT public.decision(
            CASE
                WHEN own.is_read_again THEN ROW(
                    d.ordinal, d.event_id, d.realm, 'chat_read_again', d.chat_id, d.actor_id,
                    d.payload, d.limits, d.prepared
                )::public.new_event
                ELSE d
            END,
            CASE
                WHEN p.user_id IS NULL THEN 'not_a_participant'
                WHEN read.id > p.last_read_id OR own.is_read_again THEN 'append'
                ELSE 'no_change'
            END,
            d.chat_id,
            CASE
                WHEN own.is_read_again THEN jsonb_build_object('up_to_id', read.id)
                ELSE jsonb_build_object('from_id', p.last_read_id, 'up_to_id', read.id)
            END
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL public.active_chat(d.realm, d.chat_id) AS c ON true
        LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON true
        LEFT JOIN LATERAL public.newest_message_up_to(
            c.id,
            coalesce((d.payload ->> 'up_to_id')::bigint, c.activity_position)
        ) AS read ON true
        CROSS JOIN LATERAL (
            SELECT read.id > p.own_read_id AND read.id <= p.last_read_id AS is_read_again
        ) AS own
        WHERE d.kind = 'chat_read'
    );
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_chat_read(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'read up to message ' || (_event.payload ->> 'up_to_id');
$$;
