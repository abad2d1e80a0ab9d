-- The UUID of a message of a chat, by its id: for event_context().
CREATE OR REPLACE FUNCTION public.uuid_of_message(_chat_id bigint, _message_id bigint)
RETURNS uuid
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT sent.event_id
        FROM (
            SELECT e.event_id, e.chat_id, e.kind
            FROM public.events AS e
            WHERE e.position = _message_id
            OFFSET 0
        ) AS sent
        WHERE sent.chat_id = _chat_id
          AND sent.kind = 'message_sent'
    );
END;
$$;
