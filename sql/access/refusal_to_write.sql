-- refusal() for a message to a chat. In a private chat the other user must not block the sender. In
-- a group blocks do not apply, because its participants may leave.
CREATE OR REPLACE FUNCTION public.refusal_to_write(_realm text, _actor_id bigint, _chat_id bigint)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN public.refusal(_realm, _actor_id, ARRAY(
        SELECT p.user_id
        FROM public.chats AS c
        CROSS JOIN LATERAL (
            SELECT other.user_id
            FROM public.chat_participants AS other
            WHERE other.chat_id = c.id
              AND other.left_at IS NULL
            OFFSET 0
        ) AS p
        WHERE c.id = _chat_id
          AND c.type = 'private'
    ));
END;
$$;
