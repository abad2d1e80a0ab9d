-- What messages with these texts are found by, in their order.
SELECT ARRAY(
    SELECT public.message_words(given.content)::text
    FROM unnest($1::text[]) WITH ORDINALITY AS given (content, n)
    ORDER BY given.n
) AS words
