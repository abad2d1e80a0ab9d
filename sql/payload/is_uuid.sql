-- Whether a text is a UUID with hyphens. One regular expression of its form would cost ten times as
-- much: a counted repetition makes a state of the matcher for each character.
CREATE OR REPLACE FUNCTION public.is_uuid(_text text)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT _text LIKE '________-____-____-____-____________'
       AND _text ~ '^[0-9A-Fa-f-]+$'
       AND length(replace(_text, '-', '')) = 32;
$$;
