-- A step of project(): refuses an event of manual SQL whose chat does not exist, because the read
-- model could not show it. Runs after the chats of the range are created.
INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('require_chats', 15, NULL);

CREATE OR REPLACE FUNCTION public.require_chats(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    _chat_id bigint;
BEGIN
    SELECT e.chat_id
    INTO _chat_id
    FROM public.events AS e
    WHERE e.position BETWEEN _from AND _to
      AND e.chat_id IS NOT NULL
      AND e.realm IS DISTINCT FROM (SELECT c.realm FROM public.chats AS c WHERE c.id = e.chat_id)
    LIMIT 1;

    IF FOUND THEN
        RAISE EXCEPTION 'chat % does not exist in that realm', _chat_id
            USING ERRCODE = 'foreign_key_violation';
    END IF;
END;
$$;
