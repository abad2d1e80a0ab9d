-- The users of the realm $1 whose name has the longest word of $2, some more than once: at most $3 rows
-- of each of the two parts of name_suffixes (src/directory/sql/search_users.sql). Of them those count
-- whose name has all words; the stored ends are cut, so a long word is compared with the name too.
WITH searched AS MATERIALIZED (
    SELECT public.name_words($2) AS words,
           coalesce(left((public.name_words($2))[1], 64), '') AS text
)
SELECT found.user_id,
       coalesce((
           SELECT public.has_words(public.fold_name(u.name), (SELECT t.words FROM searched AS t))
           FROM public.users AS u
           WHERE u.id = found.user_id
       ), false) AS is_match
FROM unnest(ARRAY['*', $1]) AS listed (realm)
CROSS JOIN LATERAL (
    SELECT s.suffix, s.user_id
    FROM public.name_suffixes AS s
    WHERE s.realm = listed.realm
      AND s.suffix >= (SELECT t.text FROM searched AS t)
      AND s.suffix < (SELECT t.text FROM searched AS t) || chr(1114111)
    ORDER BY s.suffix
    LIMIT $3
) AS found
