-- The number of messages that unread_count() counts and that mention the reader. The planner inlines it.
CREATE OR REPLACE FUNCTION public.unread_mentions(
    _chat public.chats,
    _reader public.chat_participants
)
RETURNS TABLE (unread_mentions bigint)
LANGUAGE sql
STABLE
AS $$
    SELECT count(*)
    FROM public.messages AS m
    WHERE m.mentions <> '{}'
      AND NOT m.is_deleted
      AND (m.chat_id, m.id) > (_chat.id, coalesce(_reader.own_read_id, _reader.last_read_id))
      AND (m.chat_id, m.id) < (_chat.id + 1, 0)
      AND m.sender_id IS DISTINCT FROM _reader.user_id
      AND _reader.user_id = ANY (m.mentions);
$$;
