-- The payload of a new message that also mentions the users whom its text names, if they are members
-- of its chat: they were found before the head was locked.
CREATE OR REPLACE FUNCTION public.with_named_mentions(_new_event public.new_event)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _given bigint[] := CASE
        WHEN _new_event.payload ? 'mentions'
            THEN public.ids_in_order(_new_event.payload -> 'mentions')
        ELSE '{}'
    END;
    _added bigint[] := ARRAY(
        SELECT named.id
        FROM unnest(public.ids_in_order(_new_event.prepared -> 'named'))
             WITH ORDINALITY AS named (id, ordinal)
        CROSS JOIN LATERAL public.active_participant(_new_event.chat_id, named.id)
        WHERE named.id <> ALL (_given)
        ORDER BY named.ordinal
    );
BEGIN
    IF _added = '{}' THEN
        RETURN _new_event.payload;
    END IF;
    RETURN _new_event.payload || jsonb_build_object('mentions', _given || _added);
END;
$$;
