-- The words of a text that people or chats are searched for, folded as names are: the longest first, and
-- at most 10 of them.
CREATE OR REPLACE FUNCTION public.name_words(_text text)
RETURNS text[]
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT word
        FROM string_to_table(public.fold_name(_text), ' ') AS word
        WHERE word <> ''
        GROUP BY word
        ORDER BY char_length(word) DESC, word
        LIMIT 10
    );
END;
$$;
