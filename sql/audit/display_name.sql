-- A user's name for auditors: `User 17` if they have none.
CREATE OR REPLACE FUNCTION audit.display_name(_user_id bigint, _name text)
RETURNS text
LANGUAGE sql
IMMUTABLE
RETURN coalesce(_name, 'User ' || _user_id);
