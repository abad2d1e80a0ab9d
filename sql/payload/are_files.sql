-- Whether a JSON value is a list of files as with_files() describes them.
CREATE OR REPLACE FUNCTION public.are_files(_list jsonb)
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
BEGIN
    RETURN CASE WHEN jsonb_typeof(_list) = 'array' THEN NOT EXISTS (
        SELECT
        FROM jsonb_array_elements(_list) AS element
        WHERE jsonb_typeof(element) <> 'object'
           OR element - '{name,size,sha256}'::text[] <> '{}'
           OR coalesce(jsonb_typeof(element -> 'name') NOT IN ('string', 'null'), true)
           OR coalesce(jsonb_typeof(element -> 'size') NOT IN ('number', 'null'), true)
           OR coalesce(element ->> 'sha256' !~ '^[0-9a-f]{64}$', false)
    ) ELSE false END;
END;
$$;
