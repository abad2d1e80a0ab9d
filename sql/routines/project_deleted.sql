-- A step of project(): messages deleted in the range. A deletion that repeats an
-- earlier one changes nothing, nor does one that names a message yet to come.
CREATE OR REPLACE FUNCTION public.project_deleted(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _touched bigint[];
BEGIN
    WITH gone AS (
        UPDATE public.messages AS m
        SET is_deleted = true
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'message_deleted'
          AND m.id = (e.payload ->> 'message_id')::bigint
          AND m.chat_id = e.chat_id
          AND m.id < e.position
          AND NOT m.is_deleted
        RETURNING m.chat_id
    ), counted AS (
        UPDATE public.chats AS c
        SET message_count = c.message_count - lost.messages
        FROM (
            SELECT gone.chat_id, count(*) AS messages
            FROM gone
            GROUP BY gone.chat_id
        ) AS lost
        WHERE c.id = lost.chat_id
        RETURNING c.id
    )
    SELECT array_agg(counted.id)
    INTO _touched
    FROM counted;

    -- The preview steps back to the newest message that is still shown; a statement
    -- of its own, because it must see what the one above deleted.
    UPDATE public.chats AS c
    SET last_message_id = (
        SELECT m.id
        FROM public.messages AS m
        WHERE m.chat_id = c.id
          AND NOT m.is_deleted
        ORDER BY m.id DESC
        LIMIT 1
    )
    WHERE c.id = ANY (_touched);
END;
$$;
