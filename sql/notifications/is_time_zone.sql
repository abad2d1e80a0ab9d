-- Whether Postgres knows a time zone by this name of the IANA database. It also takes abbreviations and
-- offsets, which are no zones with a name.
CREATE OR REPLACE FUNCTION public.is_time_zone(_name text)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    PERFORM now() AT TIME ZONE _name;
    RETURN _name ~ '^(UTC|[A-Z][A-Za-z]+(/[A-Z][A-Za-z0-9_+-]+)+)$';
EXCEPTION
    WHEN invalid_parameter_value THEN
        RETURN false;
END;
$$;
