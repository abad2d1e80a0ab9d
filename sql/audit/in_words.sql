-- The text that an event brought; NULL where it was erased.
CREATE OR REPLACE FUNCTION audit.text_of(_event public.events)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT CASE WHEN NOT _event.payload ? 'content_digest' THEN _event.payload ->> 'content' END;
$$;

-- The people that an event names, with what they are in the chat.
CREATE OR REPLACE FUNCTION audit.people_of(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(string_agg(
        audit.person((member ->> 'user_id')::bigint) || coalesce(' as ' || (member ->> 'role'), ''),
        ' and ' ORDER BY member ->> 'role' DESC, (member ->> 'user_id')::bigint
    ), 'nobody')
    FROM jsonb_array_elements(_event.payload -> 'participants') AS member;
$$;

-- The files that a message was sent with; without a name where nobody is given one any more.
CREATE OR REPLACE FUNCTION audit.files_of(_event public.events)
RETURNS TABLE (place bigint, name text)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT f.place, a.name
    FROM jsonb_array_elements_text(
        CASE _event.kind WHEN 'message_sent' THEN _event.payload -> 'attachments' END
    ) WITH ORDINALITY AS f (id, place)
    LEFT JOIN public.attachments AS a
        ON a.id = f.id::bigint
       AND a.doomed_at IS NULL;
$$;

-- What an event says, in words, with the text it is about: the one place that knows every
-- kind of event. A new kind is a new line in each of the two CASEs; until it has one, its
-- payload is shown as it is. A message and each of its edits bring the text they had; a
-- deletion, the text that went with it.
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
            WHEN 'chat_created' THEN 'the ' || CASE _event.payload ->> 'type' WHEN 'group' THEN 'group' ELSE 'chat' END
                || coalesce(' "' || (_event.payload ->> 'title') || '"', '')
                || ' began with ' || audit.people_of(_event)
            WHEN 'chat_deleted' THEN 'deleted the chat'
            WHEN 'chat_restored' THEN 'brought the chat back with ' || audit.people_of(_event)
            WHEN 'participant_joined' THEN 'let in ' || audit.person((_event.payload ->> 'user_id')::bigint)
                || coalesce(' as ' || (_event.payload ->> 'role'), '')
            WHEN 'participant_left' THEN CASE
                WHEN _event.actor_id = (_event.payload ->> 'user_id')::bigint THEN 'left'
                ELSE 'took out ' || audit.person((_event.payload ->> 'user_id')::bigint)
            END
            WHEN 'message_sent' THEN 'wrote'
                || coalesce(' in answer to message ' || (_event.payload ->> 'reply_to'), '')
                || coalesce(' with ' || (
                    SELECT string_agg(coalesce('"' || f.name || '"', 'a file that is gone'), ', ' ORDER BY f.place)
                    FROM audit.files_of(_event) AS f
                ), '')
                || CASE
                    WHEN _event.payload ? 'content_digest' THEN ' (erased since)'
                    ELSE coalesce((
                        SELECT CASE
                            WHEN m.is_deleted THEN ' (deleted since)'
                            WHEN m.edit_position IS NOT NULL THEN ' (edited since)'
                        END
                        FROM public.messages AS m
                        WHERE m.id = _event.position
                    ), '')
                END
            WHEN 'message_edited' THEN 'edited message ' || (_event.payload ->> 'message_id')
                || CASE WHEN _event.payload ? 'content_digest' THEN ' (erased since)' ELSE '' END
            WHEN 'message_deleted' THEN 'deleted message ' || (_event.payload ->> 'message_id')
            WHEN 'chat_read' THEN 'read up to message ' || (_event.payload ->> 'up_to_id')
            WHEN 'user_erased' THEN 'erased every text of '
                || audit.person((_event.payload ->> 'user_id')::bigint)
            WHEN 'chat_hidden' THEN 'hid the chat from themselves'
            WHEN 'participant_blocked' THEN 'blocked ' || audit.person((_event.payload ->> 'user_id')::bigint)
            WHEN 'participant_unblocked' THEN 'unblocked ' || audit.person((_event.payload ->> 'user_id')::bigint)
            WHEN 'message_reported' THEN 'reported message ' || (_event.payload ->> 'message_id')
                || CASE WHEN _event.payload ? 'content_digest' THEN ' (erased since)' ELSE '' END
            WHEN 'report_resolved' THEN 'settled report ' || (_event.payload ->> 'report_id')
                || ': ' || (_event.payload ->> 'resolution')
            WHEN 'user_blocked' THEN 'blocked ' || audit.person((_event.payload ->> 'user_id')::bigint)
            WHEN 'user_unblocked' THEN 'unblocked ' || audit.person((_event.payload ->> 'user_id')::bigint)
                || coalesce(' for ' || audit.person((_event.payload ->> 'blocker_id')::bigint), '')
            WHEN 'user_banned' THEN 'banned ' || audit.person((_event.payload ->> 'user_id')::bigint)
            WHEN 'user_unbanned' THEN 'let in again ' || audit.person((_event.payload ->> 'user_id')::bigint)
            ELSE _event.kind || ' ' || _event.payload
        END,
        CASE
            WHEN _event.kind IN ('message_sent', 'message_edited', 'message_reported') THEN audit.text_of(_event)
            WHEN _event.kind = 'message_deleted' THEN (
                SELECT audit.text_of(latest)
                FROM public.events AS sent
                LEFT JOIN public.messages AS m ON m.id = sent.position
                JOIN public.events AS latest ON latest.position = coalesce(m.edit_position, sent.position)
                WHERE sent.position = (_event.payload ->> 'message_id')::bigint
                  AND sent.chat_id = _event.chat_id
                  AND sent.kind = 'message_sent'
            )
        END;
$$;
