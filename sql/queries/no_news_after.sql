-- The number of messages of a chat after an id that are nothing unread to a user, although a read mark
-- is before them: system messages, and those that the user has forwarded into the chat or scheduled. Deleted
-- ones do not count. A routine of its own, because few chats have any.
CREATE OR REPLACE FUNCTION public.no_news_after(_chat_id bigint, _user_id bigint, _after bigint)
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
    ) + (
        SELECT count(*)
        FROM public.messages AS m
        WHERE (m.forwarded_from IS NOT NULL OR m.scheduled_id IS NOT NULL)
          AND NOT m.is_deleted
          AND m.type <> 'system'
          -- The key of their index, which no other one fits.
          AND m.chat_id + 0 = _chat_id
          AND m.sender_id = _user_id
          AND m.id + 0 > _after
    );
END;
$$;
