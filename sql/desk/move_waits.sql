-- A step of count_waits(): a wait whose message was deleted in a range of the log begins with the next
-- message of who asked, or ends if there is none.
CREATE OR REPLACE FUNCTION public.move_waits(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    _wait public.desk_waits;
    _next public.messages;
BEGIN
    FOR _wait IN
        SELECT w.*
        FROM public.events AS e
        CROSS JOIN LATERAL (
            SELECT w.*
            FROM public.desk_waits AS w
            WHERE w.asked_id = (e.payload ->> 'message_id')::bigint
            OFFSET 0
        ) AS w
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'message_deleted'
          AND w.chat_id = e.chat_id
          AND w.answered_at IS NULL
    LOOP
        SELECT m.*
        INTO _next
        FROM (
            (
                SELECT m.*
                FROM public.messages AS m
                WHERE m.chat_id = _wait.chat_id
                  AND m.id > _wait.asked_id
                  AND m.id <= _to
                  AND NOT m.is_deleted
                  AND m.sender_id = _wait.asked_by
                ORDER BY m.chat_id, m.id
                LIMIT 1
            )
            UNION ALL
            (
                -- One that was deleted after the range waits until then.
                SELECT m.*
                FROM public.messages AS m
                WHERE m.chat_id = _wait.chat_id
                  AND m.id > _wait.asked_id
                  AND m.id <= _to
                  AND m.is_deleted
                  AND m.delete_position > _to
                  AND m.sender_id = _wait.asked_by
                ORDER BY m.chat_id, m.id
                LIMIT 1
            )
        ) AS m
        ORDER BY m.id
        LIMIT 1;

        DELETE FROM public.desk_waits AS w WHERE w.asked_id = _wait.asked_id;
        IF _next.id IS NOT NULL THEN
            INSERT INTO public.desk_waits (asked_id, realm, chat_id, asked_by, asked_at)
            VALUES (_next.id, _wait.realm, _wait.chat_id, _next.sender_id, _next.created_at);
        END IF;
    END LOOP;
END;
$$;
