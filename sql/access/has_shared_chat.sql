-- Whether a user is in a chat of a realm in which another one is too, or was at a position and has left
-- since, as who was deleted has. It reads the chats of the first.
CREATE OR REPLACE FUNCTION public.has_shared_chat(
    _realm    text,
    _user_id  bigint,
    _other_id bigint,
    _position bigint
)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN public.shares_chat(_realm, _user_id, _other_id) OR EXISTS (
        SELECT
        FROM (
            SELECT p.chat_id
            FROM public.chat_participants AS p
            WHERE p.user_id + 0 = _user_id
            OFFSET 0
        ) AS own
        CROSS JOIN LATERAL (
            SELECT f.chat_id, f.left_position
            FROM public.former_participants AS f
            WHERE f.chat_id = own.chat_id
              AND f.user_id = _other_id
            OFFSET 0
        ) AS f
        CROSS JOIN LATERAL public.active_chat(_realm, f.chat_id) AS c
        WHERE f.left_position > _position
    );
END;
$$;
