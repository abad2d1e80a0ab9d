-- The action of an access in the words of the desk (event_words()); the action itself if there are none.
CREATE OR REPLACE FUNCTION audit.access_in_words(_action text, _language text)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT coalesce(audit.event_words() #>> ARRAY['values', 'action', _action, _language], _action);
$$;
