-- Whether a payload has a text (`content`). An erased text is empty and leaves its digest.
CREATE OR REPLACE FUNCTION public.is_valid_text(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT jsonb_typeof(_payload -> 'content') = 'string'
       AND (NOT _payload ? 'content_digest' OR _payload ->> 'content' = '');
$$;
