-- Fails because an event of manual SQL names a chat that does not exist in its realm: the read model
-- could not show it. It returns an id only so that expressions may call it.
CREATE OR REPLACE FUNCTION public.refuse_unknown_chat(_chat_id bigint)
RETURNS bigint
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'chat % does not exist in that realm', _chat_id
        USING ERRCODE = 'foreign_key_violation';
END;
$$;
