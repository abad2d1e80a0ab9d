-- The text of an event; NULL if it was erased.
CREATE OR REPLACE FUNCTION audit.event_text(_event public.events)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT CASE WHEN NOT _event.payload ? 'content_digest' THEN _event.payload ->> 'content' END;
$$;
