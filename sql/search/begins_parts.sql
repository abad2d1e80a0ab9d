-- Whether each of these words (name_words()) begins some part of a folded name: at its beginning, or after a
-- space, a hyphen or an apostrophe.
CREATE OR REPLACE FUNCTION public.begins_parts(_folded text, _words text[])
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
DECLARE
    _parts constant text := ' ' || translate(_folded, '-''', '  ');
    _word text;
BEGIN
    FOREACH _word IN ARRAY _words LOOP
        IF strpos(_parts, ' ' || translate(_word, '-''', '  ')) > 0 IS NOT TRUE THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN _folded IS NOT NULL;
END;
$$;
