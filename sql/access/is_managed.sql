-- Whether the API keys of a realm manage a user: a person with an account who belongs to that realm
-- alone, or to none, without rights beyond those of keys. A user of every realm belongs to it alone if
-- the server serves no other. The planner inlines it.
CREATE OR REPLACE FUNCTION public.is_managed(
    _role         text,
    _realms       text[],
    _realm        text,
    _is_only_realm boolean
)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
RETURN _role NOT IN ('admin', 'moderator', 'guest', 'service')
    AND CASE WHEN _realms IS NULL THEN _is_only_realm ELSE _realms <@ ARRAY[_realm] END;
