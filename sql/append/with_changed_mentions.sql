-- The payload of an edit, with the mentions that the message has from then on if they change:
-- the members whom the new text names, and those whom the message mentions otherwise.
CREATE OR REPLACE FUNCTION public.with_changed_mentions(_payload jsonb, _message public.messages)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _before bigint[] := public.mentioned_by_name(_message.chat_id, _message.content);
    _now    bigint[] := public.mentioned_by_name(_message.chat_id, _payload ->> 'content');
    _kept   bigint[] := ARRAY(
        SELECT user_id
        FROM unnest(_message.mentions) AS user_id
        WHERE user_id <> ALL (_before)
           OR user_id = ANY (_now)
    );
    _added  bigint[] := ARRAY(
        SELECT user_id
        FROM unnest(_now) AS user_id
        WHERE user_id <> ALL (_kept)
    );
BEGIN
    IF _kept || _added = _message.mentions THEN
        RETURN _payload;
    END IF;
    RETURN _payload || jsonb_build_object('mentions', _kept || _added);
END;
$$;
