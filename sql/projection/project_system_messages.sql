-- A step of project(): the events that the histories of groups show among their messages. Runs after the
-- chats of the range are created, whose type decides.
INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES (
    'project_system_messages', 16,
    '{chat_created, chat_renamed, participant_joined, participant_left}'
);

CREATE OR REPLACE FUNCTION public.project_system_messages(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    WITH shown AS (
        INSERT INTO public.system_messages (chat_id, id)
        SELECT e.chat_id, e.position
        FROM public.events AS e
        CROSS JOIN LATERAL (
            SELECT f.type
            FROM public.chats AS f
            WHERE f.id = e.chat_id
            OFFSET 0
        ) AS c
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('chat_created', 'chat_renamed', 'participant_joined', 'participant_left')
          AND c.type = 'group'
        RETURNING chat_id, id
    )
    UPDATE public.chats AS c
    SET last_system_id = newest.id
    FROM (
        SELECT s.chat_id, max(s.id) AS id
        FROM shown AS s
        GROUP BY s.chat_id
    ) AS newest
    CROSS JOIN LATERAL (
        SELECT f.ctid
        FROM public.chats AS f
        WHERE f.id = newest.chat_id
        OFFSET 0
    ) AS found
    WHERE c.ctid = found.ctid;
END;
$$;
