-- The newest message of a chat, deleted or not, whose id is at most _up_to. Each half is one probe
-- of a partial index. The planner inlines it.
--
-- A place in a chat is compared as a pair, (chat_id, id), wherever messages are read in their
-- order. An id alone could be looked up by the primary key as well, and a planner that believes the
-- table to be small, or to hold one chat, would read the messages of all chats.
CREATE OR REPLACE FUNCTION public.newest_message_up_to(_chat_id bigint, _up_to bigint)
RETURNS TABLE (id bigint, seq bigint)
LANGUAGE sql
STABLE
AS $$
    SELECT newest.id, newest.seq
    FROM (
        (
            SELECT m.id, m.seq
            FROM public.messages AS m
            WHERE NOT m.is_deleted
              AND (m.chat_id, m.id) >= (_chat_id, 0::bigint)
              AND (m.chat_id, m.id) <= (_chat_id, coalesce(_up_to, 0::bigint))
            ORDER BY m.chat_id DESC, m.id DESC
            LIMIT 1
        )
        UNION ALL
        (
            SELECT m.id, m.seq
            FROM public.messages AS m
            WHERE m.is_deleted
              AND (m.chat_id, m.id) >= (_chat_id, 0::bigint)
              AND (m.chat_id, m.id) <= (_chat_id, coalesce(_up_to, 0::bigint))
            ORDER BY m.chat_id DESC, m.id DESC
            LIMIT 1
        )
    ) AS newest
    ORDER BY newest.id DESC
    LIMIT 1;
$$;
