-- A chat was deleted for all its participants: a private chat by either user, a group by its
-- owner. See also ../projection/project_chat_deletions.sql.
INSERT INTO public.event_kinds (kind, append_rank, decide_with, describe_with, limit_class)
VALUES ('chat_deleted', 170, 'decide_chat_deleted', 'describe_chat_deleted', 'message');

CREATE OR REPLACE FUNCTION public.decide_chat_deleted(_new_events public.new_event[])
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
                WHEN c.type = 'group' AND public.member_role(c, p) <> 'owner'
                    THEN 'not_the_creator'
                ELSE 'append'
            END,
            d.chat_id,
            d.payload
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL public.active_chat(d.realm, d.chat_id) AS c ON true
        LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON true
        WHERE d.kind = 'chat_deleted'
    );
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_chat_deleted(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'deleted the chat';
$$;
