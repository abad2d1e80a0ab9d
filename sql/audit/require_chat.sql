-- Raises an error if the log has no chat with this id, so that a wrong id is not taken for a chat without events.
CREATE OR REPLACE FUNCTION audit.require_chat(_chat_id bigint)
RETURNS void
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM public.events AS e
        WHERE e.position = _chat_id
          AND e.kind = 'chat_created'
    ) THEN
        RAISE EXCEPTION 'there is no chat %', coalesce(_chat_id::text, 'NULL')
            USING ERRCODE = 'no_data_found',
                  HINT = 'A chat''s id is the position of its chat_created event.';
    END IF;
END;
$$;
