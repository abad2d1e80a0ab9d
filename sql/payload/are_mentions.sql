-- Whether a value is a list of mentions, each with a user id and, if the text names that user, the place of
-- the `@` and the name in it: `start` and `end`, in UTF-16 code units.
CREATE OR REPLACE FUNCTION public.are_mentions(_list jsonb)
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
BEGIN
    RETURN CASE WHEN jsonb_typeof(_list) = 'array' THEN NOT EXISTS (
        SELECT
        FROM jsonb_array_elements(_list) AS mention
        WHERE jsonb_typeof(mention) <> 'object'
           OR public.id_in(mention, 'user_id') IS NULL
           OR mention - '{user_id,start,end}'::text[] <> '{}'
           OR mention ?| '{start,end}' AND NOT coalesce(
               public.id_in(mention, 'start') >= 0
                   AND public.id_in(mention, 'end') > public.id_in(mention, 'start')
                   AND public.id_in(mention, 'end') <= 2147483647,
               false
           )
    ) ELSE false END;
END;
$$;
