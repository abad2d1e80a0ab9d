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
        WHERE m.ctid = ANY (ARRAY(
            SELECT found.ctid
            FROM public.events AS e
            CROSS JOIN LATERAL (
                SELECT f.ctid, f.id, f.chat_id, f.is_deleted
                FROM public.messages AS f
                WHERE f.id = (e.payload ->> 'message_id')::bigint
                OFFSET 0
            ) AS found
            WHERE e.position BETWEEN _from AND _to
              AND e.kind = 'message_deleted'
              AND found.chat_id = e.chat_id
              AND found.id < e.position
              AND NOT found.is_deleted
        ))
        RETURNING m.chat_id
    ), counted AS (
        UPDATE public.chats AS c
        SET message_count = c.message_count - lost.messages
        FROM (
            SELECT gone.chat_id, count(*) AS messages
            FROM gone
            GROUP BY gone.chat_id
        ) AS lost
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.chats AS f
            WHERE f.id = lost.chat_id
            OFFSET 0
        ) AS found
        WHERE c.ctid = found.ctid
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
        WHERE NOT m.is_deleted
          AND (m.chat_id, m.id) >= (c.id, 0::bigint)
          AND (m.chat_id, m.id) <= (c.id, c.activity_position)
        ORDER BY m.chat_id DESC, m.id DESC
        LIMIT 1
    )
    WHERE c.id = ANY (_touched);
END;
$$;
