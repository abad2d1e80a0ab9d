-- Who wrote the text of an event: of a forwarded message the author of the first one, who may have been
-- forwarded by others before, else the actor. The planner inlines it.
CREATE OR REPLACE FUNCTION audit.text_author(_event public.events)
RETURNS bigint
LANGUAGE sql
STABLE
RETURN CASE
    WHEN _event.payload ? 'forwarded_from' THEN coalesce(
        (_event.payload #>> '{forwarded_from,text_author_id}')::bigint,
        (_event.payload #>> '{forwarded_from,author_id}')::bigint,
        _event.actor_id
    )
    ELSE _event.actor_id
END;
