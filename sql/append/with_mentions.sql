-- The payload of a new message or an edit, with whom it mentions then: those who were found before the head was
-- locked. They are members of the chat, or mentioned already by _before: the list that a new message has, or the
-- one that the edited message has.
CREATE OR REPLACE FUNCTION public.with_mentions(
    _new_event public.new_event,
    _chat_id   bigint,
    _before    jsonb
)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _mentioned CONSTANT bigint[] := public.mentioned_ids(_before);
    _mentions  CONSTANT jsonb := (
        SELECT coalesce(jsonb_agg(found.mention ORDER BY found.ordinal), '[]')
        FROM jsonb_array_elements(_new_event.prepared -> 'mentions')
             WITH ORDINALITY AS found (mention, ordinal)
        LEFT JOIN LATERAL public.active_participant(
            _chat_id, (found.mention ->> 'user_id')::bigint
        ) AS p ON true
        WHERE p.user_id IS NOT NULL
           OR (found.mention ->> 'user_id')::bigint = ANY (_mentioned)
    );
BEGIN
    IF _mentions = coalesce(_before, '[]') THEN
        RETURN _new_event.payload;
    END IF;
    RETURN _new_event.payload || jsonb_build_object('mentions', _mentions);
END;
$$;
