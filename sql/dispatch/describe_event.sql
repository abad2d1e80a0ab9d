-- Generates audit.event_in_words() from event_kinds: an event in words, and the text that it is about. A kind
-- without a description shows its payload. A message and each of its edits show the text that they had, a deletion
-- the text that it removed (audit.text_of_<kind>(), which is optional). An event that was caused through an API key
-- names the key. The words are English, or those of audit.language().
--
-- It is PL/pgSQL, and so are the descriptions with queries: their plans last for the session, while those of SQL
-- functions are made again for each event. It has neither a setting nor privileges of its own, which cost as much
-- as a short description: describe_event() is for callers outside of the schema `audit`.
DO $generate$
BEGIN
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION audit.event_in_words(
            _event          public.events,
            OUT description text,
            OUT text        text
        )
        LANGUAGE plpgsql
        STABLE
        AS $body$
        BEGIN
            IF audit.language() = 'ru' THEN
                description := audit.event_in_russian(_event);
            END IF;
            IF description IS NULL THEN
                description := CASE _event.kind %s ELSE _event.kind || ' ' || _event.payload END;
            END IF;
            description := description || coalesce(
                ' ' || audit.said('through key') || ' "' || (_event.payload ->> 'via_key') || '"', ''
            );
            text := CASE _event.kind %s END;
        END;
        $body$
    $function$, (
        SELECT string_agg(format('WHEN %L THEN audit.%I(_event) ', k.kind, k.describe_with), '')
        FROM public.event_kinds AS k
        WHERE k.describe_with IS NOT NULL
    ), (
        SELECT string_agg(format('WHEN %L THEN audit.%I(_event) ', k.kind, CASE
            WHEN k.has_text THEN 'event_text'
            ELSE 'text_of_' || k.kind
        END), '')
        FROM public.event_kinds AS k
        WHERE k.has_text
           OR to_regproc('audit.text_of_' || k.kind) IS NOT NULL
    ));
END;
$generate$;
