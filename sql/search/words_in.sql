-- The words of a text, folded, with a space between them. A word is a run of letters and digits, so that
-- the parts of an address are words too. Of a longer one only the first 64 characters are found; a
-- short text has none that Postgres could not index.
CREATE OR REPLACE FUNCTION public.words_in(_text text)
RETURNS text
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
DECLARE
    _words text := trim(regexp_replace(public.fold_text(_text), '[^[:alnum:]]+', ' ', 'g'));
BEGIN
    IF octet_length(_words) > 500 THEN
        _words := regexp_replace(_words, '([^ ]{64})[^ ]+', '\1', 'g');
    END IF;
    RETURN _words;
END;
$$;
