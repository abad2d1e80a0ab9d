-- A step of append_batch(), after every event is decided and with the head locked: makes the
-- `chat_read` events that accompany sends. Sending moves the sender's read mark to their own
-- message (../projection/project_reads.sql). If the mark passes messages of others, an event tells
-- the other participants; otherwise there is none.
--
-- There is one event for a sender and chat, after the sends of the batch. Its `ordinal` is that of
-- the sender's last send, whose position is not known yet, so `up_to_id` is missing. There is none
-- if the sender also marks the chat read in the same batch.
CREATE OR REPLACE FUNCTION public.read_marks_of_senders(
    _new_events public.new_event[],
    _decisions  public.decision[]
)
RETURNS public.new_event[]
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _marks public.new_event[];
BEGIN
    WITH appended AS MATERIALIZED (
        SELECT d.ordinal, d.realm, d.kind, v.chat_id, d.actor_id
        FROM unnest(_decisions) AS v
        JOIN unnest(_new_events) AS d ON d.ordinal = v.ordinal
        WHERE v.outcome = 'append'
          AND d.kind IN ('message_sent', 'chat_read')
    ), senders AS (
        SELECT max(a.ordinal) AS ordinal, a.realm, a.chat_id, a.actor_id
        FROM appended AS a
        WHERE a.kind = 'message_sent'
        GROUP BY a.realm, a.chat_id, a.actor_id
    )
    SELECT array_agg(ROW(
        s.ordinal, public.uuid_v7(), s.realm, 'chat_read', s.chat_id, s.actor_id,
        jsonb_build_object('from_id', p.last_read_id), NULL
    )::public.new_event)
    INTO _marks
    FROM senders AS s
    CROSS JOIN LATERAL (
        SELECT c.last_seq FROM public.chats AS c WHERE c.id = s.chat_id OFFSET 0
    ) AS c
    CROSS JOIN LATERAL (
        SELECT p.last_read_id, p.last_read_seq
        FROM public.chat_participants AS p
        WHERE p.chat_id = s.chat_id
          AND p.user_id = s.actor_id
        OFFSET 0
    ) AS p
    WHERE (p.last_read_seq < c.last_seq OR EXISTS (
              SELECT
              FROM appended AS other
              WHERE other.kind = 'message_sent'
                AND other.chat_id = s.chat_id
                AND other.actor_id <> s.actor_id
                AND other.ordinal < s.ordinal
          ))
      AND NOT EXISTS (
          SELECT
          FROM appended AS mark
          WHERE mark.kind = 'chat_read'
            AND mark.chat_id = s.chat_id
            AND mark.actor_id = s.actor_id
      );

    RETURN coalesce(_marks, '{}');
END;
$$;
