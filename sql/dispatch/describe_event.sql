-- Generates audit.describe_event() from event_kinds: an event in words, and the text that it is
-- about. A kind without a description shows its payload. A message and each of its edits show the
-- text that they had, a deletion the text that it removed (audit.text_of_<kind>(), which is
-- optional). An event that was caused through an API key names the key.
--
--     SELECT d.* FROM public.events AS e, audit.describe_event(e) AS d WHERE e.position = 7;
DO $generate$
BEGIN
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION audit.describe_event(
            _event          public.events,
            OUT description text,
            OUT text        text
        )
        LANGUAGE sql
        STABLE
        SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp
        AS $body$
            SELECT CASE _event.kind %s ELSE _event.kind || ' ' || _event.payload END
                       || coalesce(' through key "' || (_event.payload ->> 'via_key') || '"', ''),
                   CASE _event.kind %s END;
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
