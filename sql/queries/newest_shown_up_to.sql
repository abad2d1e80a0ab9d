-- The newest message of a chat, deleted or not, or system message, whose id is at most _up_to.
CREATE OR REPLACE FUNCTION public.newest_shown_up_to(_chat_id bigint, _up_to bigint)
RETURNS TABLE (id bigint, shown_at timestamptz)
LANGUAGE sql
STABLE
AS $$
    SELECT newest.id, e.recorded_at
    FROM (
        SELECT max(shown.id) AS id
        FROM (
            SELECT m.id
            FROM public.newest_message_up_to(_chat_id, _up_to) AS m
            UNION ALL
            (
                SELECT s.id
                FROM public.system_messages AS s
                WHERE (s.chat_id, s.id) >= (_chat_id, 0::bigint)
                  AND (s.chat_id, s.id) <= (_chat_id, _up_to)
                ORDER BY s.chat_id DESC, s.id DESC
                LIMIT 1
            )
        ) AS shown
        OFFSET 0
    ) AS newest
    CROSS JOIN LATERAL (
        SELECT e.recorded_at
        FROM public.events AS e
        WHERE e.position = newest.id
        OFFSET 0
    ) AS e;
$$;
