-- Whether a value is an id.
CREATE OR REPLACE FUNCTION public.is_id(_value jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.id_of(_value) IS NOT NULL;
$$;
