-- The text that an event brought; NULL where it was erased.
CREATE OR REPLACE FUNCTION audit.text_of(_event public.events)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT CASE WHEN NOT _event.payload ? 'content_digest' THEN _event.payload ->> 'content' END;
$$;

-- What an event says, in words, with the text it is about: the one place that knows every
-- kind of event. A new kind is a new line in each of the two CASEs; until it has one, its
-- payload is shown as it is.
--
--     SELECT w.* FROM public.events AS e, audit.in_words(e) AS w WHERE e.position = 7;
CREATE OR REPLACE FUNCTION audit.in_words(_event public.events, OUT what text, OUT text text)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT
        CASE _event.kind
            WHEN 'chat_created' THEN 'the chat began with ' || (
                SELECT coalesce(string_agg(
                    audit.person((member ->> 'user_id')::bigint)
                        || coalesce(' as ' || (member ->> 'role'), ''),
                    ' and ' ORDER BY member ->> 'role' DESC
                ), 'nobody')
                FROM jsonb_array_elements(_event.payload -> 'participants') AS member
            )
            WHEN 'participant_joined' THEN 'let in ' || audit.person((_event.payload ->> 'user_id')::bigint)
                || coalesce(' as ' || (_event.payload ->> 'role'), '')
            WHEN 'participant_left' THEN CASE
                WHEN _event.actor_id = (_event.payload ->> 'user_id')::bigint THEN 'left'
                ELSE 'took out ' || audit.person((_event.payload ->> 'user_id')::bigint)
            END
            WHEN 'message_sent' THEN 'wrote' || CASE
                WHEN _event.payload ? 'content_digest' THEN ' (erased since)'
                WHEN (SELECT m.is_deleted FROM public.messages AS m WHERE m.id = _event.position)
                THEN ' (deleted since)'
                ELSE ''
            END
            WHEN 'message_deleted' THEN 'deleted message ' || (_event.payload ->> 'message_id')
            WHEN 'chat_read' THEN 'read up to message ' || (_event.payload ->> 'up_to_id')
            WHEN 'user_erased' THEN 'erased every text of '
                || audit.person((_event.payload ->> 'user_id')::bigint)
            ELSE _event.kind || ' ' || _event.payload
        END,
        CASE _event.kind
            WHEN 'message_sent' THEN audit.text_of(_event)
            WHEN 'message_deleted' THEN (
                SELECT audit.text_of(sent)
                FROM public.events AS sent
                WHERE sent.position = (_event.payload ->> 'message_id')::bigint
                  AND sent.chat_id = _event.chat_id
                  AND sent.kind = 'message_sent'
            )
        END;
$$;
