-- Whether the API keys of a realm manage a person: one with an account who belongs to that realm and to no
-- other, without rights beyond those of keys. So a key changes nothing that counts in another realm, and it
-- brings nobody back whom the operator took out of every realm. The planner inlines it.
CREATE OR REPLACE FUNCTION public.is_managed(_role text, _realms text[], _realm text)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
RETURN _role IN ('student', 'teacher', 'member')
    AND coalesce(_realms <> '{}' AND _realms <@ ARRAY[_realm], false);
