-- The first messages of a chat, deleted or not, and system messages, from an id on.
CREATE OR REPLACE FUNCTION public.first_shown_from(_chat_id bigint, _from bigint, _limit integer)
RETURNS TABLE (id bigint, shown_at timestamptz)
LANGUAGE sql
STABLE
AS $$
    SELECT first.id, e.recorded_at
    FROM (
        SELECT shown.id
        FROM (
            (
                SELECT m.id
                FROM public.messages AS m
                WHERE NOT m.is_deleted
                  AND (m.chat_id, m.id) >= (_chat_id, _from)
                  AND (m.chat_id, m.id) < (_chat_id + 1, 0::bigint)
                ORDER BY m.chat_id, m.id
                LIMIT _limit
            )
            UNION ALL
            (
                SELECT m.id
                FROM public.messages AS m
                WHERE m.is_deleted
                  AND (m.chat_id, m.id) >= (_chat_id, _from)
                  AND (m.chat_id, m.id) < (_chat_id + 1, 0::bigint)
                ORDER BY m.chat_id, m.id
                LIMIT _limit
            )
            UNION ALL
            (
                SELECT s.id
                FROM public.system_messages AS s
                WHERE (s.chat_id, s.id) >= (_chat_id, _from)
                  AND (s.chat_id, s.id) < (_chat_id + 1, 0::bigint)
                ORDER BY s.chat_id, s.id
                LIMIT _limit
            )
        ) AS shown
        ORDER BY shown.id
        LIMIT _limit
    ) AS first
    CROSS JOIN LATERAL (
        SELECT e.recorded_at
        FROM public.events AS e
        WHERE e.position = first.id
        OFFSET 0
    ) AS e;
$$;
