-- The users of the realm $1 whose name begins to match $2 somewhere, some more than once: at most
-- $3 rows of each of the two parts of name_suffixes (src/directory/sql/search_users.sql). Whether
-- the whole of $2 matches is another question if it is longer than the stored ends.
SELECT found.user_id,
       strpos(lower(u.name), lower($2)) > 0 AS is_match
FROM unnest(ARRAY['*', $1]) AS listed (realm)
CROSS JOIN LATERAL (
    SELECT s.suffix, s.user_id
    FROM public.name_suffixes AS s
    WHERE s.realm = listed.realm
      AND s.suffix >= left(lower($2), 64)
      AND s.suffix < left(lower($2), 64) || chr(1114111)
    ORDER BY s.suffix
    LIMIT $3
) AS found
CROSS JOIN LATERAL (
    SELECT u.name
    FROM public.users AS u
    WHERE u.id = found.user_id
    OFFSET 0
) AS u
