-- A step of project(): refuses events whose chat does not exist (refuse_unknown_chat.sql). Runs
-- after the chats of the range are created. The step for messages finds their chats itself.
INSERT INTO public.projection_steps (routine, rank, except_kinds)
VALUES ('require_chats', 15, '{message_sent}');

CREATE OR REPLACE FUNCTION public.require_chats(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM public.refuse_unknown_chat(e.chat_id)
    FROM public.events AS e
    LEFT JOIN LATERAL (
        SELECT c.realm
        FROM public.chats AS c
        WHERE c.id = e.chat_id
        OFFSET 0
    ) AS c ON true
    WHERE e.position BETWEEN _from AND _to
      AND e.chat_id IS NOT NULL
      AND e.realm IS DISTINCT FROM c.realm;
END;
$$;
