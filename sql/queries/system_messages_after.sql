-- The number of system messages of a chat after an id that are not deleted. A routine of its own, because
-- few chats have any.
CREATE OR REPLACE FUNCTION public.system_messages_after(_chat_id bigint, _after bigint)
RETURNS bigint
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT count(*)
        FROM public.messages AS m
        WHERE m.type = 'system'
          AND NOT m.is_deleted
          AND (m.chat_id, m.id) > (_chat_id, _after)
          AND (m.chat_id, m.id) < (_chat_id + 1, 0)
    );
END;
$$;
