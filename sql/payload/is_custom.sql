-- Whether a value is custom data: an object that every JSON parser reads, of a bounded length. The server
-- takes 4 KiB, which Postgres prints with blanks.
CREATE OR REPLACE FUNCTION public.is_custom(_value jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.is_context(_value)
       AND octet_length(_value::text) <= 8192;
$$;
