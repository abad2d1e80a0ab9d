-- Raises an error if the log has no message with this id.
CREATE OR REPLACE FUNCTION audit.require_message(_message_id bigint)
RETURNS void
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM public.events AS e
        WHERE e.position = _message_id
          AND e.kind = 'message_sent'
    ) THEN
        RAISE EXCEPTION 'there is no message %', coalesce(_message_id::text, 'NULL')
            USING ERRCODE = 'no_data_found',
                  HINT = 'A message''s id is the position of its message_sent event.';
    END IF;
END;
$$;
