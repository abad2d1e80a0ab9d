-- The condition on the message_words() of what a text finds: for each of its searched_words() one that begins
-- with it or has its stem. NULL if the text has no word. Words have only letters and digits, so they cannot
-- end the quotes.
CREATE OR REPLACE FUNCTION public.search_query(_text text)
RETURNS tsquery
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
BEGIN
    RETURN (
        SELECT string_agg(
            format('(''%s'':*%s)', found.word, (
                SELECT string_agg(format(' | ''%s''', stem), '')
                FROM unnest(tsvector_to_array(to_tsvector('pg_catalog.russian', found.word))) AS stem
            )),
            ' & '
        )
        FROM unnest(public.searched_words(_text)) AS found (word)
    )::tsquery;
END;
$$;
