-- Whether this is an object that a JSON parser with the usual limits accepts: not too deep, and
-- without numbers that no double holds.
CREATE OR REPLACE FUNCTION public.is_context(_value jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT jsonb_typeof(_value) = 'object'
       AND NOT jsonb_path_exists(_value, '$.**{100 to last}')
       AND NOT jsonb_path_exists(
           _value, '$.** ? (@.type() == "number" && (@ > 1e300 || @ < -1e300))'
       );
$$;
