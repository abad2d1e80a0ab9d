-- Whose text an event has: of a forwarded message that of the author of the first one, who may have been
-- forwarded by others before, of a name that of whom it names, else that of the actor. The planner inlines it.
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
    WHEN _event.kind = 'user_named' THEN (_event.payload ->> 'user_id')::bigint
    WHEN _event.kind = 'message_custom_changed'
        THEN coalesce((_event.payload ->> 'author_id')::bigint, _event.actor_id)
    ELSE _event.actor_id
END;
