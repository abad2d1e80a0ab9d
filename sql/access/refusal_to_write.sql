-- refusal() for a message to a chat of this type. In a private chat the other user must not block
-- the sender. In a group blocks do not apply, because its participants may leave.
CREATE OR REPLACE FUNCTION public.refusal_to_write(
    _realm     text,
    _actor_id  bigint,
    _chat_id   bigint,
    _chat_type text
)
RETURNS TABLE (code text)
LANGUAGE sql
STABLE
AS $$
    SELECT refused.code
    FROM (
        SELECT ARRAY(
            SELECT p.user_id
            FROM public.chat_participants AS p
            WHERE p.chat_id = CASE _chat_type WHEN 'private' THEN _chat_id END
        ) AS user_ids
        OFFSET 0
    ) AS members
    CROSS JOIN LATERAL public.refusal(_realm, _actor_id, members.user_ids) AS refused;
$$;
