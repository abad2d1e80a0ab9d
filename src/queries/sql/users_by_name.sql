-- The users of the realm $1 whose name has a place that begins as $2 does, some more than once: at
-- most $3 rows of each of the two parts of name_suffixes (src/directory/sql/search_users.sql). The
-- stored ends are cut, so a longer $2 is compared with the name.
SELECT found.user_id,
       CASE
           WHEN char_length((SELECT public.fold_text($2))) <= 64 THEN true
           ELSE coalesce((
               SELECT strpos(public.fold_text(u.name), (SELECT public.fold_text($2))) > 0
               FROM public.users AS u
               WHERE u.id = found.user_id
           ), false)
       END AS is_match
FROM unnest(ARRAY['*', $1]) AS listed (realm)
CROSS JOIN LATERAL (
    SELECT s.suffix, s.user_id
    FROM public.name_suffixes AS s
    WHERE s.realm = listed.realm
      AND s.suffix >= left((SELECT public.fold_text($2)), 64)
      AND s.suffix < left((SELECT public.fold_text($2)), 64) || chr(1114111)
    ORDER BY s.suffix
    LIMIT $3
) AS found
