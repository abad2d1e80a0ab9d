-- The newest message of a chat, deleted or not, whose id is at most _up_to. Each half
-- is one probe of a partial index. Runs wherever a read mark is to be placed.
CREATE OR REPLACE FUNCTION public.newest_message(_chat_id bigint, _up_to bigint)
RETURNS TABLE (id bigint, seq bigint)
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT newest.id, newest.seq
    FROM (
        (
            SELECT m.id, m.seq
            FROM public.messages AS m
            WHERE m.chat_id = _chat_id
              AND NOT m.is_deleted
              AND m.id <= _up_to
            ORDER BY m.id DESC
            LIMIT 1
        )
        UNION ALL
        (
            SELECT m.id, m.seq
            FROM public.messages AS m
            WHERE m.chat_id = _chat_id
              AND m.is_deleted
              AND m.id <= _up_to
            ORDER BY m.id DESC
            LIMIT 1
        )
    ) AS newest
    ORDER BY newest.id DESC
    LIMIT 1;
$$;
