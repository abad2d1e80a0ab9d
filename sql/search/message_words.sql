-- What a message is found by: its words, and their stems in Russian and English (the configuration
-- `russian` stems ASCII words as English ones).
CREATE OR REPLACE FUNCTION public.message_words(_text text)
RETURNS tsvector
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
DECLARE
    _words text := public.words_in(_text);
BEGIN
    IF _words = '' THEN
        RETURN '';
    END IF;
    RETURN array_to_tsvector(string_to_array(_words, ' '))
        || strip(to_tsvector('pg_catalog.russian', _words));
END;
$$;
