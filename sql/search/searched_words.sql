-- The different words of a text to search for: the first 64 characters of each, and the first 20 of them. More
-- would narrow a search little, and each costs for every message that is examined.
CREATE OR REPLACE FUNCTION public.searched_words(_text text)
RETURNS text[]
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT found.word
        FROM (
            SELECT left(given.word, 64) AS word, min(given.n) AS n
            FROM string_to_table(public.words_in(_text), ' ') WITH ORDINALITY AS given (word, n)
            WHERE given.word <> ''
            GROUP BY left(given.word, 64)
        ) AS found
        ORDER BY found.n
        LIMIT 20
    );
END;
$$;
