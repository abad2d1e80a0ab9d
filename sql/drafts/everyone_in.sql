-- The participants and former participants of a chat: for end_drafts().
CREATE OR REPLACE FUNCTION public.everyone_in(_chat_id bigint)
RETURNS bigint[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT p.user_id
        FROM public.all_participants AS p
        WHERE p.chat_id = _chat_id
    );
END;
$$;
