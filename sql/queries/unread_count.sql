-- The number of messages of other users that a reader of a chat has not read and that are neither
-- deleted nor system messages; 0 for a reader who is not in the chat. The reader's own mark counts, which is lower
-- than the one that others see while the reader has marked the chat unread. Sending marks the chat read, so a
-- reader's own messages are read, but for forwarded ones (../projection/is_visit.sql) and those before which the
-- reader has moved the mark back. The planner inlines it, as it does chat_view().
CREATE OR REPLACE FUNCTION public.unread_count(
    _chat public.chats,
    _reader public.chat_participants
)
RETURNS TABLE (unread_count bigint)
LANGUAGE sql
STABLE
AS $$
    SELECT coalesce(
               _chat.last_seq - coalesce(_reader.own_read_seq, _reader.last_read_seq) - count(*)
               - CASE
                   WHEN _chat.has_other_than_visits
                       THEN public.no_news_after(
                           _chat.id, _reader.user_id,
                           coalesce(_reader.own_read_id, _reader.last_read_id)
                       )
                   ELSE 0
               END
               - CASE
                   WHEN _reader.own_read_id IS NOT NULL
                       THEN public.own_visits_between(
                           _chat.id, _reader.user_id, _reader.own_read_id, _reader.last_read_id
                       )
                   ELSE 0
               END,
               0
           )
    FROM public.messages AS m
    WHERE m.is_deleted
      AND (m.chat_id, m.id) > (_chat.id, coalesce(_reader.own_read_id, _reader.last_read_id))
      AND (m.chat_id, m.id) < (_chat.id + 1, 0);
$$;
