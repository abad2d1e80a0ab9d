-- Whether the API keys of a realm manage a user: a person with an account who belongs to that realm
-- alone, or to none, without rights beyond those of keys; and whether a user of every realm is one depends
-- on what the key does. The planner inlines it.
CREATE OR REPLACE FUNCTION public.is_managed(
    _role            text,
    _realms          text[],
    _realm           text,
    _of_every_realm  boolean
)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
RETURN _role NOT IN ('admin', 'moderator', 'guest', 'service')
    AND CASE WHEN _realms IS NULL THEN _of_every_realm ELSE _realms <@ ARRAY[_realm] END;
