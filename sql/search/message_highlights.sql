-- Where a text has the words that a search for _searched finds: a start and an end (exclusive) for each,
-- in characters.
CREATE OR REPLACE FUNCTION public.message_highlights(_text text, _searched text)
RETURNS integer[]
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
DECLARE
    _any      tsquery := public.search_query(_searched, ' | ');
    -- A word begins like its stem. Few others have to be compared.
    _initials text[] := ARRAY(
        SELECT DISTINCT left(word, 1)
        FROM string_to_table(public.words_in(_searched), ' ') AS word
    );
BEGIN
    RETURN ARRAY(
        SELECT unnest(ARRAY[(part.ends - length(part.written))::integer, part.ends::integer])
        FROM (
            SELECT m.found[2] AS written,
                   m.place,
                   sum(length(m.found[1]) + length(m.found[2])) OVER (ORDER BY m.place) AS ends
            FROM regexp_matches(
                _text, U&'([^[:alnum:]]*)([[:alnum:]][[:alnum:]\0300-\036F]*)', 'g'
            ) WITH ORDINALITY AS m (found, place)
        ) AS part
        WHERE CASE
            WHEN left(public.fold_text(left(part.written, 2)), 1) = ANY (_initials)
                THEN public.message_words(part.written) @@ _any
        END
        ORDER BY part.place
    );
END;
$$;
