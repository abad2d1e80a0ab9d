-- The payload of an edit, with the mentions that the message has from then on if they change. They
-- were found before the head was locked; new ones are members of its chat.
CREATE OR REPLACE FUNCTION public.with_changed_mentions(
    _new_event public.new_event,
    _message   public.messages
)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _mentions bigint[] := ARRAY(
        SELECT named.id
        FROM unnest(public.ids_in_order(_new_event.prepared -> 'mentions'))
             WITH ORDINALITY AS named (id, ordinal)
        LEFT JOIN LATERAL public.active_participant(_message.chat_id, named.id) AS p ON true
        WHERE p.user_id IS NOT NULL
           OR named.id = ANY (_message.mentions)
        ORDER BY named.ordinal
    );
BEGIN
    IF _mentions = _message.mentions THEN
        RETURN _new_event.payload;
    END IF;
    RETURN _new_event.payload || jsonb_build_object('mentions', _mentions);
END;
$$;
