-- Whether a folded name has each of these words somewhere: see name_words().
CREATE OR REPLACE FUNCTION public.has_words(_folded text, _words text[])
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
DECLARE
    _word text;
BEGIN
    FOREACH _word IN ARRAY _words LOOP
        IF strpos(_folded, _word) > 0 IS NOT TRUE THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN _folded IS NOT NULL;
END;
$$;
