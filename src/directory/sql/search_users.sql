-- At most $6 users with an account who belong to the realm $1 and whose name has each word of $2, or whose
-- e-mail address is $2: by the name from the longest word on, after the sort key $3 of the user $4. The user
-- with the e-mail address $2 comes first, if $5. If $7 is not NULL, only users whom $7 may find (in every
-- company, if $9; none who block that user, unless the realm hides it), and of the matches in each of the two parts of the order the first $8 only: the others
-- may belong to other companies.
--
-- name_suffixes is stored in that order, once for each realm and once for users of every realm: a
-- page merges two short reads, however many users match; of several words it reads the users who have
-- the longest, and $8 of them at most. A name that has the word twice is listed once, at the first of them. Of very long names some offsets are not stored: sql/users/name_offsets.sql.
WITH searched AS MATERIALIZED (
    SELECT public.name_words($2) AS words,
           coalesce((public.name_words($2))[1], '') AS text
), found AS MATERIALIZED (
    SELECT by_name.suffix, by_name.user_id
    FROM unnest(ARRAY['*', $1]) AS listed (realm)
    CROSS JOIN LATERAL (
        SELECT s.suffix, s.user_id
        FROM (
            SELECT s.suffix, s.user_id
            FROM public.name_suffixes AS s
            WHERE s.realm = listed.realm
              AND s.suffix < left((SELECT t.text FROM searched AS t), 64) || chr(1114111)
              -- One lower bound: of two, a scan may begin at the wrong one.
              AND (s.suffix, s.user_id) > (
                  greatest(left((SELECT t.text FROM searched AS t), 64), $3) COLLATE "C",
                  CASE
                      WHEN $3 >= left((SELECT t.text FROM searched AS t), 64) COLLATE "C" THEN $4::bigint
                      ELSE 0
                  END
              )
            ORDER BY s.suffix, s.user_id
            LIMIT CASE
                WHEN $7::bigint IS NOT NULL OR cardinality((SELECT t.words FROM searched AS t)) > 1
                    THEN $8::bigint
            END
            OFFSET 0
        ) AS s
        CROSS JOIN LATERAL (
            SELECT public.fold_name(u.name) AS name, u.id, u.role, u.realms, u.company_id
            FROM public.users AS u
            WHERE u.id = s.user_id
            OFFSET 0
        ) AS u
        WHERE s.suffix = (
            SELECT min(substr(u.name, p.first_character, 64) COLLATE "C")
            FROM public.name_offsets(u.name) AS p
            WHERE starts_with(substr(u.name, p.first_character), (SELECT t.text FROM searched AS t))
        )
          AND public.has_words(u.name, (SELECT t.words FROM searched AS t))
          AND ($7 IS NULL
               OR u.id <> $7
                  AND public.is_visible($1, u.role, u.realms, u.company_id, CASE
                      WHEN $9 THEN u.company_id
                      ELSE (
                          SELECT reader.company_id
                          FROM public.users AS reader
                          WHERE reader.id = $7
                      )
                  END)
                  AND (public.realm_hides_blocks($1) OR NOT public.is_blocked($1, u.id, $7)))
        ORDER BY s.suffix, s.user_id
        LIMIT $6
    ) AS by_name
    UNION ALL
    SELECT '', u.id
    FROM (
        SELECT u.*
        FROM public.users AS u
        WHERE lower(u.email) = lower($2)
        OFFSET 0
    ) AS u
    WHERE $5
      AND u.role <> 'guest'
      AND public.is_member_of_realm(u.role, u.realms, $1)
      AND ($7 IS NULL
           OR u.id <> $7
              AND public.is_visible($1, u.role, u.realms, u.company_id, CASE
                  WHEN $9 THEN u.company_id
                  ELSE (
                      SELECT reader.company_id
                      FROM public.users AS reader
                      WHERE reader.id = $7
                  )
              END)
              AND (public.realm_hides_blocks($1) OR NOT public.is_blocked($1, u.id, $7)))
      -- Found by the name otherwise.
      AND NOT EXISTS (
          SELECT
          FROM (SELECT public.fold_name(u.name) AS name OFFSET 0) AS folded
          CROSS JOIN LATERAL public.name_offsets(folded.name) AS p
          WHERE starts_with(
              substr(folded.name, p.first_character), (SELECT t.text FROM searched AS t)
          )
            AND public.has_words(folded.name, (SELECT t.words FROM searched AS t))
      )
)
SELECT f.suffix AS sort_key,
       u.id AS user_id,
       u.external_id,
       u.email,
       u.name,
       u.role,
       u.created_at,
       u.picture_id,
       u.avatar_url
FROM found AS f
CROSS JOIN LATERAL (
    SELECT u.*
    FROM public.users AS u
    WHERE u.id = f.user_id
    OFFSET 0
) AS u
ORDER BY f.suffix, f.user_id
LIMIT $6
