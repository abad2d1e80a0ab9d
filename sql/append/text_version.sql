-- Changes whenever the text and the mentions of a message do: the position of its latest edit, or of
-- the message itself. NULL if there is no such message.
CREATE OR REPLACE FUNCTION public.text_version(_message_id bigint)
RETURNS bigint
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT coalesce(m.edit_position, m.id)
        FROM public.messages AS m
        WHERE m.id = _message_id
    );
END;
$$;
