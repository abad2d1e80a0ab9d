-- Whether a payload has custom data, unless it was erased.
CREATE OR REPLACE FUNCTION public.is_set_custom(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT CASE
        WHEN _payload ? 'custom' THEN public.is_custom(_payload -> 'custom')
        ELSE _payload ? 'content_digest'
    END;
$$;
