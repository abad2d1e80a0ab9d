-- A chat was deleted for all its participants: a private chat by either side, a group by its
-- creator. See also ../projection/project_chat_deletions.sql.
INSERT INTO public.event_kinds (kind, append_rank, decide_with, in_chat, has_text)
VALUES
    ('chat_deleted', 170, 'decide_chat_deleted', true, false);

CREATE OR REPLACE FUNCTION public.decide_chat_deleted(_new_events public.new_event[])
RETURNS SETOF public.decision
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN QUERY
    SELECT d.ordinal,
           CASE
               WHEN c.id IS NULL THEN 'chat_not_found'
               WHEN p.user_id IS NULL THEN 'not_a_participant'
               WHEN c.type = 'group' AND c.created_by IS DISTINCT FROM d.actor_id
                   THEN 'not_the_creator'
               ELSE 'append'
           END,
           d.chat_id,
           d.payload,
           NULL::bigint
    FROM unnest(_new_events) AS d
    LEFT JOIN LATERAL (
        SELECT c.*
        FROM public.chats AS c
        WHERE c.id = d.chat_id
        OFFSET 0
    ) AS c ON c.realm = d.realm AND c.deleted_at IS NULL
    LEFT JOIN LATERAL (
        SELECT p.*
        FROM public.chat_participants AS p
        WHERE p.chat_id = c.id
          AND p.user_id = d.actor_id
        OFFSET 0
    ) AS p ON p.left_at IS NULL
    WHERE d.kind = 'chat_deleted';
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_chat_deleted(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'deleted the chat';
$$;
