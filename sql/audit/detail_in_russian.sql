-- A detail of an event in Russian words, by its name in a template of event_words(); NULL if it has none.
CREATE OR REPLACE FUNCTION audit.detail_in_russian(_event public.events, _name text)
RETURNS text
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _value text := _event.payload ->> _name;
    _known jsonb := audit.event_words() #> ARRAY['values', _name];
BEGIN
    CASE _name
        WHEN 'user' THEN
            RETURN audit.label_at(public.id_in(_event.payload, 'user_id'), _event.position);
        WHEN 'message' THEN
            RETURN CASE _event.kind
                WHEN 'chat_read' THEN _event.payload ->> 'up_to_id'
                WHEN 'chat_read_again' THEN _event.payload ->> 'up_to_id'
                ELSE _event.payload ->> 'message_id'
            END;
        WHEN 'reply' THEN
            RETURN _event.payload ->> 'reply_to';
        WHEN 'participants' THEN
            RETURN (
                SELECT string_agg(
                    audit.label_at((member ->> 'user_id')::bigint, _event.position)
                        || coalesce(' — ' || coalesce(
                            audit.event_words() #>> ARRAY['values', 'role', member ->> 'role', 'ru'],
                            member ->> 'role'
                        ), ''),
                    ', ' ORDER BY member ->> 'role' DESC, (member ->> 'user_id')::bigint
                )
                FROM jsonb_array_elements(_event.payload -> 'participants') AS member
            );
        WHEN 'realms' THEN
            RETURN audit.realms_in_words(_event.payload -> 'realms');
        WHEN 'was_forwarded' THEN
            _value := CASE WHEN _event.payload ?| ARRAY['forwarded_from', 'was_forwarded'] THEN 'true' END;
        WHEN 'scheduled' THEN
            _value := CASE WHEN _event.payload ? 'scheduled_id' THEN 'true' END;
        WHEN 'options' THEN
            _value := coalesce(audit.voted_options(_event.payload), 'none');
        ELSE
            NULL;
    END CASE;

    RETURN CASE
        WHEN _value IS NULL OR _value = 'false' THEN NULL
        ELSE coalesce(_known #>> ARRAY[_value, 'ru'], _known #>> '{*,ru}', _value)
    END;
END;
$$;
