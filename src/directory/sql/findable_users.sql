-- The first $2 users after $1, by id, with an account whom the user $4 may find in the realm $3 (in every
-- company, if $6), unless they block that user and the realm does not hide it, and the id up to which users were examined if that is not all of them: $5 at most are,
-- since the others may belong to other companies and realms.
WITH examined AS MATERIALIZED (
    SELECT u.*
    FROM public.users AS u
    WHERE u.id > $1
    ORDER BY u.id
    LIMIT $5
)
SELECT (SELECT CASE WHEN count(*) = $5 THEN max(e.id) END FROM examined AS e) AS examined_up_to,
       found.id AS user_id,
       found.external_id,
       found.email,
       found.name,
       found.role,
       found.created_at,
       found.picture_id,
       found.avatar_url
FROM (SELECT 1) AS page
LEFT JOIN (
    SELECT e.*
    FROM examined AS e
    WHERE e.role <> 'guest'
      AND e.id <> $4
      AND public.is_visible($3, e.role, e.realms, e.company_id, CASE
          WHEN $6 THEN e.company_id
          ELSE (
              SELECT reader.company_id
              FROM public.users AS reader
              WHERE reader.id = $4
          )
      END)
      AND (public.realm_hides_blocks($3) OR NOT public.is_blocked($3, e.id, $4))
    ORDER BY e.id
    LIMIT $2
) AS found ON true
ORDER BY found.id
