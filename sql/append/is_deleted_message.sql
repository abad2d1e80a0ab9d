-- Whether a message is deleted; NULL if there is no such message: for event_context().
CREATE OR REPLACE FUNCTION public.is_deleted_message(_message_id bigint)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (SELECT m.is_deleted FROM public.messages AS m WHERE m.id = _message_id);
END;
$$;
