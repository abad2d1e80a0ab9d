-- The label of user_label(), for routines that have looked up the name; `_name` is NULL if the user was deleted.
-- The planner inlines it.
CREATE OR REPLACE FUNCTION audit.label_of(_user_id bigint, _name text)
RETURNS text
LANGUAGE sql
IMMUTABLE
RETURN CASE
    WHEN _user_id IS NULL THEN 'the database'
    ELSE coalesce(_name, 'removed user') || ' (' || _user_id || ')'
END;
