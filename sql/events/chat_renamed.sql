-- The owner or an admin of a group changed its title. The same title again changes nothing.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, has_text)
VALUES
    ('chat_renamed', 145, 'decide_chat_renamed', 'describe_chat_renamed', 'message', true);

CREATE OR REPLACE FUNCTION public.decide_chat_renamed(_new_events public.new_event[])
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
                WHEN c.type <> 'group' THEN 'not_a_group'
                WHEN public.member_role(c, p) = 'member' THEN 'not_the_creator'
                WHEN refused.code IS NOT NULL THEN refused.code
                WHEN c.title = d.payload ->> 'content' THEN 'no_change'
                ELSE 'append'
            END,
            d.chat_id,
            d.payload
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL public.active_chat(d.realm, d.chat_id) AS c ON true
        LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON true
        LEFT JOIN LATERAL public.refusal(d.realm, d.actor_id, '{}') AS refused ON true
        WHERE d.kind = 'chat_renamed'
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_chat_titles', 18, '{chat_renamed}');

-- Runs after the chats of the range are created. The latest title of the range wins.
CREATE OR REPLACE FUNCTION public.project_chat_titles(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.chats AS c
    SET title = latest.payload ->> 'content',
        title_position = latest.last_position
    FROM public.latest_in_chats(_from, _to, 'chat_renamed') AS latest
    WHERE c.ctid = latest.chat_ctid;
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_chat_renamed(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'renamed the group'
           || CASE WHEN _event.payload ? 'content_digest' THEN ' (erased since)' ELSE '' END;
$$;

-- A step of erase_texts(): the title, unless another one has replaced it.
CREATE OR REPLACE FUNCTION audit.erase_chat_renamed(_positions bigint[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.chats AS c
    SET title = ''
    FROM public.events AS e
    WHERE e.position = ANY (_positions)
      AND e.kind = 'chat_renamed'
      AND e.payload ? 'content_digest'
      AND c.id = e.chat_id
      AND c.title_position = e.position;
END;
$$;
