-- The message_words() of the events of a range, in their order, which were computed before the head
-- was locked, so that other appends do not wait for that. NULL if there are none: see
-- give_prepared_words().
CREATE OR REPLACE FUNCTION public.prepared_words(_from bigint, _to bigint)
RETURNS text[]
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _given text := current_setting('vestnik.prepared_words', true);
    _lines text[];
BEGIN
    IF _given IS NULL OR _given = '' THEN
        RETURN NULL;
    END IF;

    _lines := string_to_array(_given, E'\n', '-');
    -- Every session can make the setting, but only routines of the owner know its first line.
    IF _lines[1] = public.key_of_prepared_words(_from)
        AND cardinality(_lines) = _to - _from + 2
    THEN
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
