-- Generates audit.describe_event() from event_kinds: what an event says, in words, and the text
-- it is about. Each kind has its audit.describe_<kind>() in ../events/; until it has one, its
-- payload is shown as it is. A message and each of its edits have the text they had; a deletion
-- has the text that it removed.
--
--     SELECT d.* FROM public.events AS e, audit.describe_event(e) AS d WHERE e.position = 7;
DO $generate$
BEGIN
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION audit.describe_event(
            _event   public.events,
            OUT what text,
            OUT text text
        )
        LANGUAGE sql
        STABLE
        SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp
        AS $body$
            SELECT CASE _event.kind %s ELSE _event.kind || ' ' || _event.payload END,
                   CASE _event.kind %s END;
        $body$
    $function$, (
        SELECT string_agg(
            format('WHEN %L THEN audit.%I(_event) ', k.kind, 'describe_' || k.kind), ''
        )
        FROM public.event_kinds AS k
        WHERE to_regproc('audit.describe_' || k.kind) IS NOT NULL
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
