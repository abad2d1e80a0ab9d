-- The state of the text that an event brought: `shown`, `edited` (a later event has the new text),
-- `deleted` or `erased`; NULL for events that are no message and no edit.
CREATE OR REPLACE FUNCTION audit.text_state(_event public.events)
RETURNS text
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    IF _event.kind NOT IN ('message_sent', 'message_edited') THEN
        RETURN NULL;
    END IF;
    IF _event.payload ? 'content_digest' THEN
        RETURN 'erased';
    END IF;
    RETURN coalesce((
        SELECT CASE
            WHEN coalesce(m.edit_position, m.id) <> _event.position THEN 'edited'
            WHEN m.is_deleted THEN 'deleted'
            ELSE 'shown'
        END
        FROM public.messages AS m
        WHERE m.id = CASE _event.kind
            WHEN 'message_edited' THEN public.id_in(_event.payload, 'message_id')
            ELSE _event.position
        END
    ), 'edited');
END;
$$;
