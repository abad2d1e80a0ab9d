-- A step of project(): an event of manual SQL may name a chat that does not exist. It must not be
-- appended and then be missing from the read model. Runs once the chats of the range are there.
INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('require_chats', 15, NULL);

CREATE OR REPLACE FUNCTION public.require_chats(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    _stray bigint;
BEGIN
    SELECT e.chat_id
    INTO _stray
    FROM public.events AS e
    WHERE e.position BETWEEN _from AND _to
      AND e.chat_id IS NOT NULL
      AND e.realm IS DISTINCT FROM (SELECT c.realm FROM public.chats AS c WHERE c.id = e.chat_id)
    LIMIT 1;

    IF FOUND THEN
        RAISE EXCEPTION 'there is no chat % in that realm', _stray
            USING ERRCODE = 'foreign_key_violation';
    END IF;
END;
$$;
