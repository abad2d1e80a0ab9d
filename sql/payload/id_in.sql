-- The id in a field of a payload: see id_of.sql.
CREATE OR REPLACE FUNCTION public.id_in(_payload jsonb, _field text)
RETURNS bigint
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.id_of(_payload -> _field);
$$;
