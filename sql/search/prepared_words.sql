-- The message_words() of the events of a range, in their order, which an import has computed in another
-- session, so that other appends do not wait for that. NULL if there are none.
--
-- The setting has a line with the first position and then one for each event: its words with spaces between
-- them, or nothing. Postgres reads that faster than the text of a tsvector.
CREATE OR REPLACE FUNCTION public.prepared_words(_from bigint, _to bigint)
RETURNS text[]
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _given text := current_setting('vestnik.prepared_words', true);
    _lines text[];
BEGIN
    -- Every session can make the setting, but only one of the owner, such as an import, may bring words.
    IF _given IS NULL OR _given = '' OR NOT pg_has_role(session_user, current_user, 'MEMBER') THEN
        RETURN NULL;
    END IF;

    _lines := string_to_array(_given, E'\n', '');
    IF _lines[1] = _from::text AND cardinality(_lines) = _to - _from + 2 THEN
        RETURN _lines[2:];
    END IF;
    RETURN NULL;
END;
$$;

-- Words that were prepared as a tsvector, else those of the text.
CREATE OR REPLACE FUNCTION public.words_of(_prepared text, _text text)
RETURNS tsvector
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT coalesce(
        array_to_tsvector(string_to_array(_prepared, ' ')),
        public.message_words(_text)
    );
$$;
