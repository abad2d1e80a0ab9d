-- The condition on the message_words() of what a text finds: for each of its words one that begins with
-- it or has its stem, joined by `&`, or for highlights by `|`. NULL if the text has no word. Words have only
-- letters and digits, so they cannot end the quotes.
CREATE OR REPLACE FUNCTION public.search_query(_text text, _joined_by text)
RETURNS tsquery
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
BEGIN
    RETURN (
        SELECT string_agg(
            format('(''%s'':*%s)', left(found.word, 64), (
                SELECT string_agg(format(' | ''%s''', stem), '')
                FROM unnest(
                    tsvector_to_array(to_tsvector('pg_catalog.russian', left(found.word, 64)))
                ) AS stem
            )),
            _joined_by
        )
        FROM (
            SELECT DISTINCT word
            FROM string_to_table(public.words_in(_text), ' ') AS word
            WHERE word <> ''
        ) AS found
    )::tsquery;
END;
$$;
