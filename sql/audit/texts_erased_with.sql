-- The users with each of whom the text of an event is erased: who wrote it and who sent it. A name is
-- erased with whom it names, and not with an admin who gave it; custom data of a message with its author,
-- and not with a program that changed them. The planner inlines it.
CREATE OR REPLACE FUNCTION audit.texts_erased_with(_event public.events)
RETURNS bigint[]
LANGUAGE sql
STABLE
RETURN CASE _event.kind
    WHEN 'user_named' THEN ARRAY[audit.text_author(_event)]
    WHEN 'message_custom_changed' THEN ARRAY[audit.text_author(_event)]
    ELSE ARRAY[_event.actor_id, audit.text_author(_event)]
END;
