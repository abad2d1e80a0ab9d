-- Whether a value is a list of ids.
CREATE OR REPLACE FUNCTION public.are_ids(_list jsonb)
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
BEGIN
    RETURN CASE WHEN jsonb_typeof(_list) = 'array' THEN NOT EXISTS (
        SELECT
        FROM jsonb_array_elements(_list) AS element
        WHERE public.id_of(element) IS NULL
    ) ELSE false END;
END;
$$;
