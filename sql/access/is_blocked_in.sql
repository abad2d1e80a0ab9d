-- Whether a user is blocked by the other user of a private chat: the blocked user cannot send
-- there, and the other one does not see that they type.
CREATE OR REPLACE FUNCTION public.is_blocked_in(_chat_id bigint, _user_id bigint)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM public.chats AS c
        CROSS JOIN LATERAL (
            SELECT other.user_id
            FROM public.chat_participants AS other
            WHERE other.chat_id = c.id
            OFFSET 0
        ) AS p
        WHERE c.id = _chat_id
          AND c.type = 'private'
          AND p.user_id <> _user_id
          AND public.is_blocked(c.realm, p.user_id, _user_id)
    );
END;
$$;
