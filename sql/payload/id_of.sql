-- A JSON value as an id, if it is an integer that fits into a bigint; otherwise NULL.
CREATE OR REPLACE FUNCTION public.id_of(_value jsonb)
RETURNS bigint
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT CASE WHEN jsonb_typeof(_value) = 'number' THEN CASE
        -- 1.0 is no integer: replicas refuse it.
        WHEN scale(_value::numeric) = 0
            AND _value::numeric BETWEEN -9223372036854775808 AND 9223372036854775807
        THEN _value::bigint
    END END;
$$;
