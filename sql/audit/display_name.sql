-- What an auditor reads as a user's name: `User 17` where they have none, NULL where there is
-- no such user (any more).
CREATE OR REPLACE FUNCTION audit.display_name(_user_id bigint, _name text)
RETURNS text
LANGUAGE sql
IMMUTABLE
RETURN coalesce(_name, 'User ' || _user_id);
