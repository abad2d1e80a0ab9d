-- Whether a value is an object that JSON parsers with the usual limits accept: not too deep, and
-- without numbers out of the range of a double.
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
