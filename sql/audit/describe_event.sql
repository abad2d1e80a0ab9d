-- An event in words, and the text that it is about: event_in_words().
--
--     SELECT d.* FROM public.events AS e, audit.describe_event(e) AS d WHERE e.position = 7;
CREATE OR REPLACE FUNCTION audit.describe_event(
    _event          public.events,
    OUT description text,
    OUT text        text
)
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    SELECT words.description, words.text
    INTO description, text
    FROM audit.event_in_words(_event) AS words;
END;
$$;
