-- What messages with these texts are found by, in their order, as public.give_prepared_words() takes it.
SELECT ARRAY(
    SELECT array_to_string(tsvector_to_array(public.message_words(given.content)), ' ')
    FROM unnest($1::text[]) WITH ORDINALITY AS given (content, n)
    ORDER BY given.n
) AS words
