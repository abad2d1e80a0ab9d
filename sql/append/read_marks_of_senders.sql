-- A step of append_batch(), after every event is decided: makes the `chat_read` events that
-- accompany sends. Sending moves the sender's read mark to their own message
-- (../projection/project_reads_of_senders.sql). If the mark passes messages of others, an event
-- tells the other participants; otherwise there is none.
--
-- Only a visit moves a mark (../projection/is_visit.sql).
--
-- There is one event for a sender and chat, after the sends of the batch. Its `ordinal` is that of
-- the sender's last send, whose position is not known yet, so `up_to_id` is missing. There is none
-- if the sender also marks the chat read in the same batch.
CREATE OR REPLACE FUNCTION public.read_marks_of_senders(_decisions public.decision[])
RETURNS public.new_event[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    -- Usually senders have read everything, and no chat has two events.
    IF NOT (
        SELECT coalesce(bool_or(v.read_up_to < v.newest), false)
            OR count(DISTINCT v.chat_id) < count(*)
        FROM unnest(_decisions) AS v
        WHERE v.outcome = 'append'
    ) THEN
        RETURN '{}';
    END IF;

    RETURN ARRAY(
        SELECT ROW(
            s.last, public.uuid_v7(), s.realm, 'chat_read', s.chat_id, s.actor_id,
            jsonb_build_object('from_id', s.read_up_to, 'visit', true), NULL, NULL
        )::public.new_event
        FROM (
            SELECT of_user.*,
                   CASE
                       WHEN of_user.first > first_value(of_user.first) OVER in_chat
                           THEN first_value(of_user.first) OVER in_chat
                       ELSE lead(of_user.first) OVER in_chat
                   END AS first_of_others
            FROM (
                SELECT (v.event).realm,
                       v.chat_id,
                       (v.event).actor_id,
                       v.read_up_to,
                       v.newest,
                       min((v.event).ordinal) AS first,
                       max((v.event).ordinal) FILTER (WHERE public.is_visit(v.payload)) AS last
                FROM unnest(_decisions) AS v
                WHERE v.outcome = 'append'
                  AND (v.event).kind = 'message_sent'
                  AND v.payload ->> 'type' IS DISTINCT FROM 'system'
                GROUP BY (v.event).realm, v.chat_id, (v.event).actor_id, v.read_up_to, v.newest
            ) AS of_user
            WINDOW in_chat AS (PARTITION BY of_user.chat_id ORDER BY of_user.first)
        ) AS s
        WHERE s.last IS NOT NULL
          AND (s.read_up_to < s.newest OR s.first_of_others < s.last)
          AND (s.chat_id, s.actor_id) NOT IN (
              SELECT v.chat_id, (v.event).actor_id
              FROM unnest(_decisions) AS v
              WHERE v.outcome = 'append'
                AND (v.event).kind = 'chat_read'
          )
    );
END;
$$;
