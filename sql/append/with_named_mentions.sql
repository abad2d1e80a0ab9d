-- The payload of a new message that also mentions the members whom its text names.
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
        SELECT user_id
        FROM unnest(public.mentioned_by_name(
            _new_event.chat_id, _new_event.payload ->> 'content'
        )) AS user_id
        WHERE user_id <> ALL (_given)
    );
BEGIN
    IF _added = '{}' THEN
        RETURN _new_event.payload;
    END IF;
    RETURN _new_event.payload || jsonb_build_object('mentions', _given || _added);
END;
$$;
