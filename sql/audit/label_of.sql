-- The label of user_label(), for routines that have joined the user; `_known_id` and `_name` are NULL if the user was
-- deleted. The planner inlines it.
CREATE OR REPLACE FUNCTION audit.label_of(_user_id bigint, _known_id bigint, _name text)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT CASE
        WHEN _user_id IS NULL THEN audit.said('the database')
        WHEN _known_id IS NULL THEN audit.said('removed user') || ' (' || _user_id || ')'
        ELSE coalesce(_name, audit.said('User') || ' ' || _user_id) || ' (' || _user_id || ')'
    END;
$$;
