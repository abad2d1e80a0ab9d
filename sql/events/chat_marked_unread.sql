-- A participant marked the chat unread for themselves, from the message `message_id` on (`chat_marked_unread`): their own
-- mark moved back to `up_to_id`, the newest message before it, 0 if there is none. Afterwards they read up to `up_to_id`
-- again (`chat_read_again`, which decide_chat_read() decides on). Both are about the participant's own devices alone: the
-- mark that others see, and the receipts of auditors, stay as they are. What passes that mark is a `chat_read` or a
-- message of the participant, which end it.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids)
VALUES
    ('chat_read_again', 11, 'decide_chat_read', 'describe_own_mark', 'message', '{up_to_id}'),
    (
        'chat_marked_unread', 12, 'decide_chat_marked_unread', 'describe_own_mark', 'message',
        '{message_id, up_to_id}'
    );

CREATE OR REPLACE FUNCTION public.decide_chat_marked_unread(_new_events public.new_event[])
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
                WHEN mark.id IS NULL THEN 'message_not_found'
                WHEN mark.id < coalesce(p.own_read_id, p.last_read_id) THEN 'append'
                ELSE 'no_change'
            END,
            d.chat_id,
            d.payload || jsonb_build_object('up_to_id', mark.id)
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL public.active_chat(d.realm, d.chat_id) AS c ON true
        LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON true
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN p.user_id IS NOT NULL THEN public.mark_before(
                    c.id, d.actor_id, (d.payload ->> 'message_id')::bigint, c.activity_position
                )
            END AS id
            OFFSET 0
        ) AS mark
        WHERE d.kind = 'chat_marked_unread'
    );
END;
$$;

-- The mark of a user to whom a chat is unread from a message on; NULL if the chat shows no such message, system
-- messages included. Where all from it on are the user's own, which count as nothing unread, the chat is unread from
-- the newest of others on, so that marking a chat unread shows. That one is searched for among the newest 2,000
-- messages, because the head is locked. _newest is the newest message of the chat.
CREATE OR REPLACE FUNCTION public.mark_before(
    _chat_id    bigint,
    _user_id    bigint,
    _message_id bigint,
    _newest     bigint
)
RETURNS bigint
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _of_others bigint;
BEGIN
    IF NOT public.is_message_of_chat(_chat_id, _message_id) AND NOT EXISTS (
        SELECT
        FROM public.system_messages AS s
        WHERE s.chat_id = _chat_id
          AND s.id = _message_id
    ) THEN
        RETURN NULL;
    END IF;

    SELECT newest.id
    INTO _of_others
    FROM (
        SELECT m.id, m.sender_id, m.type
        FROM public.messages AS m
        WHERE NOT m.is_deleted
          AND (m.chat_id, m.id) >= (_chat_id, 0::bigint)
          AND (m.chat_id, m.id) <= (_chat_id, _newest)
        ORDER BY m.chat_id DESC, m.id DESC
        LIMIT 2000
    ) AS newest
    WHERE newest.sender_id IS DISTINCT FROM _user_id
      AND newest.type <> 'system'
    LIMIT 1;

    RETURN coalesce(
        (
            SELECT before.id
            FROM public.newest_message_up_to(_chat_id, least(_message_id, _of_others) - 1) AS before
        ),
        0
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_own_marks', 77, '{chat_marked_unread, chat_read_again}');

-- Runs after the read marks of the range, which move an own mark of earlier ranges forward (project_reads.sql) or end
-- it. Here the latest own mark of each participant considers the later reads and visits of the range itself. Joining
-- ends own marks: one from before the latest join, whose position the id of the row has, is of an earlier membership.
CREATE OR REPLACE FUNCTION public.project_own_marks(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.chat_participants AS p
    SET own_read_id = CASE WHEN mark.id < found.last_read_id THEN mark.id END,
        own_read_seq = CASE WHEN mark.id < found.last_read_id THEN mark.seq END
    FROM (
        SELECT DISTINCT ON (e.chat_id, e.actor_id)
               e.chat_id, e.actor_id AS user_id, e.position,
               (e.payload ->> 'up_to_id')::bigint AS up_to_id
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('chat_marked_unread', 'chat_read_again')
        ORDER BY e.chat_id, e.actor_id, e.position DESC
    ) AS latest
    CROSS JOIN LATERAL (
        SELECT f.ctid, f.id, f.last_read_id
        FROM public.chat_participants AS f
        WHERE f.chat_id = latest.chat_id
          AND f.user_id = latest.user_id
        OFFSET 0
    ) AS found
    CROSS JOIN LATERAL (
        SELECT max(CASE e.kind
                   WHEN 'message_sent' THEN e.position
                   ELSE least((e.payload ->> 'up_to_id')::bigint, e.position)
               END) AS up_to_id
        FROM (
            SELECT e.position, e.kind, e.actor_id, e.payload
            FROM public.events AS e
            WHERE e.chat_id = latest.chat_id
              AND e.position + 0 > latest.position
              AND e.position + 0 <= _to
            OFFSET 0
        ) AS e
        WHERE e.actor_id = latest.user_id
          AND (e.kind = 'chat_read' OR e.kind = 'message_sent' AND public.is_visit(e.payload))
    ) AS later
    CROSS JOIN LATERAL (
        SELECT coalesce(max(read.id), 0) AS id, coalesce(max(read.seq), 0) AS seq
        FROM public.newest_message_up_to(
            latest.chat_id, greatest(latest.up_to_id, later.up_to_id)
        ) AS read
    ) AS mark
    WHERE p.ctid = found.ctid
      AND public.participant_id(latest.position, 0) > found.id;
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_own_mark(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT CASE _event.kind
        WHEN 'chat_marked_unread'
            THEN 'marked the chat unread for themselves from message ' || (_event.payload ->> 'message_id')
        ELSE 'read again up to message ' || (_event.payload ->> 'up_to_id')
    END;
$$;
