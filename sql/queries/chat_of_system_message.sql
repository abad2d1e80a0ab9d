-- The chat that has a system message with this id; NULL if it is none.
CREATE OR REPLACE FUNCTION public.chat_of_system_message(_id bigint)
RETURNS bigint
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT s.chat_id
        FROM (
            SELECT e.chat_id
            FROM public.events AS e
            WHERE e.position = _id
            OFFSET 0
        ) AS e
        CROSS JOIN LATERAL (
            SELECT s.chat_id
            FROM public.system_messages AS s
            WHERE s.chat_id = e.chat_id
              AND s.id = _id
            OFFSET 0
        ) AS s
    );
END;
$$;
