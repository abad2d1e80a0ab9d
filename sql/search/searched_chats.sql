-- The chats that a user searches: their own in a realm, or the one that is named, if it is theirs or they
-- see all chats.
CREATE OR REPLACE FUNCTION public.searched_chats(
    _realm    text,
    _user_id  bigint,
    _sees_all boolean,
    _chat_id  bigint
)
RETURNS bigint[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    IF _chat_id IS NOT NULL THEN
        RETURN ARRAY(
            SELECT c.id
            FROM public.active_chat(_realm, _chat_id) AS c
            LEFT JOIN LATERAL public.active_participant(c.id, _user_id) AS p ON true
            WHERE p.user_id IS NOT NULL OR _sees_all
        );
    END IF;
    RETURN ARRAY(
        SELECT c.id
        FROM (
            SELECT p.chat_id
            FROM public.chat_participants AS p
            WHERE p.user_id + 0 = _user_id
            OFFSET 0
        ) AS p
        CROSS JOIN LATERAL public.active_chat(_realm, p.chat_id) AS c
    );
END;
$$;
