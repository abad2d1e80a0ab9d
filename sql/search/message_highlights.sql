-- Where a text has the words that a search for _searched finds: a start and an end (exclusive) of each, in
-- characters, and of the first 100 only.
--
-- The words of a text are folded in one call, and each different one is compared once, its stem only if it
-- begins as a searched one does: a page may show 100 texts of 5,000 words.
CREATE OR REPLACE FUNCTION public.message_highlights(_text text, _searched text)
RETURNS integer[]
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
DECLARE
    _words    text[] := public.searched_words(_searched);
    _begins   text   := '^(' || array_to_string(_words, '|') || ')';
    _initials text[] := ARRAY(SELECT left(word, 1) FROM unnest(_words) AS word);
    _stems    text[] := tsvector_to_array(
        to_tsvector('pg_catalog.russian', array_to_string(_words, ' '))
    );
BEGIN
    IF _words = '{}' THEN
        RETURN '{}';
    END IF;

    RETURN ARRAY(
        WITH part AS MATERIALIZED (
            SELECT m.found[2] AS written,
                   m.ordinal,
                   sum(length(m.found[1]) + length(m.found[2])) OVER (
                       ORDER BY m.ordinal ROWS UNBOUNDED PRECEDING
                   ) AS ends
            FROM regexp_matches(
                _text,
                '([^[:alnum:]]*)([[:alnum:]](?:[' || public.unseen_characters()
                    || U&']*[[:alnum:]\0300-\034E\0350-\036F])*)',
                'g'
            ) WITH ORDINALITY AS m (found, ordinal)
        ), written AS MATERIALIZED (
            SELECT array_agg(p.written) AS words
            FROM (SELECT p.written FROM part AS p GROUP BY p.written) AS p
        ), found AS MATERIALIZED (
            SELECT word.written
            FROM written
            CROSS JOIN LATERAL unnest(
                written.words,
                string_to_array(public.fold_text(array_to_string(written.words, ' ')), ' ')
            ) AS word (written, folded)
            WHERE word.folded ~ _begins
               OR left(word.folded, 1) = ANY (_initials)
                  AND ts_lexize(
                      CASE
                          WHEN octet_length(word.folded) = length(word.folded)
                              THEN 'pg_catalog.english_stem'::regdictionary
                          ELSE 'pg_catalog.russian_stem'
                      END,
                      word.folded
                  ) && _stems
        )
        SELECT unnest(ARRAY[(shown.ends - length(shown.written))::integer, shown.ends::integer])
        FROM (
            SELECT p.*
            FROM part AS p
            WHERE p.written IN (SELECT f.written FROM found AS f)
            ORDER BY p.ordinal
            LIMIT 100
        ) AS shown
        ORDER BY shown.ordinal
    );
END;
$$;
