-- Whether two users are in a chat of a realm together. It reads the chats of the first.
CREATE OR REPLACE FUNCTION public.shares_chat(_realm text, _user_id bigint, _other_id bigint)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM (
            SELECT p.chat_id
            FROM public.chat_participants AS p
            WHERE p.user_id + 0 = _user_id
            OFFSET 0
        ) AS own
        CROSS JOIN LATERAL public.active_chat(_realm, own.chat_id) AS c
        CROSS JOIN LATERAL public.active_participant(c.id, _other_id) AS other
    );
END;
$$;
