-- The newest message of a chat, deleted or not, whose id is at most _up_to. Each half reads one
-- entry of a partial index. The planner inlines it.
--
-- All queries that read messages in order compare the pair (chat_id, id). If they compared the id
-- alone, a planner that believes the table to be small, or to have one chat, could use the primary
-- key and read the messages of all chats.
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
