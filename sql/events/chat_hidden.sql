-- A participant hid a chat from their own list until the next message. Hiding a hidden chat changes
-- nothing.
INSERT INTO public.event_kinds (kind, append_rank, decide_with, describe_with, limit_class)
VALUES ('chat_hidden', 60, 'decide_chat_hidden', 'describe_chat_hidden', 'message');

CREATE OR REPLACE FUNCTION public.decide_chat_hidden(_new_events public.new_event[])
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
                WHEN s.hidden_seq >= c.last_seq THEN 'no_change'
                ELSE 'append'
            END,
            d.chat_id,
            d.payload
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL public.active_chat(d.realm, d.chat_id) AS c ON true
        LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON true
        LEFT JOIN LATERAL (
            SELECT s.hidden_seq
            FROM public.chat_settings AS s
            WHERE s.chat_id = c.id
              AND s.user_id = d.actor_id
            OFFSET 0
        ) AS s ON true
        WHERE d.kind = 'chat_hidden'
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_chats_hidden', 80, '{chat_hidden}');

-- Runs after the messages of the range. A chat is hidden while it has no message newer than
-- `hidden_seq`, so a new message needs no step to show the chat again.
CREATE OR REPLACE FUNCTION public.project_chats_hidden(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO public.chat_settings (chat_id, user_id, hidden_seq)
    SELECT hidden.chat_id, hidden.user_id, coalesce(newest.seq, 0)
    FROM (
        SELECT e.chat_id, e.actor_id AS user_id, max(e.position) AS position
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'chat_hidden'
          -- Manual SQL may omit the actor.
          AND e.actor_id IS NOT NULL
        GROUP BY e.chat_id, e.actor_id
    ) AS hidden
    LEFT JOIN LATERAL public.newest_message_up_to(hidden.chat_id, hidden.position) AS newest ON true
    ON CONFLICT (chat_id, user_id) DO UPDATE
    SET hidden_seq = excluded.hidden_seq;
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_chat_hidden(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'hid the chat from their list';
$$;
