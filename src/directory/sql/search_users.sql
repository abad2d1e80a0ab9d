-- The first $3 users after $1, by id, who have an account, belong to the realm $5, and whose name
-- contains $4, which the LIKE pattern $2 says too, or whose e-mail address is $4.
--
-- What many users have in common is found among the next users in the order of the list; gathering
-- all of them by the index first would cost by how many there are. What few users have is not found
-- so, but there are few to gather. The second half runs only where the first, which is bounded, has
-- not filled the page.
WITH walked AS MATERIALIZED (
    SELECT u.*
    FROM public.users AS u
    WHERE u.id > $1
      AND u.role <> 'guest'
    ORDER BY u.id
    LIMIT 1000
), near AS MATERIALIZED (
    SELECT w.*
    FROM walked AS w
    WHERE (w.name ILIKE $2 OR lower(w.email) = lower($4))
      AND public.is_member_of_realm(w.role, w.realms, $5)
    ORDER BY w.id
    LIMIT $3
), far AS MATERIALIZED (
    SELECT u.*
    FROM (
        (
            SELECT u.*
            FROM public.users AS u
            WHERE public.ngrams(u.name) @> public.search_ngrams($4)
            OFFSET 0
        )
        UNION ALL
        (
            SELECT u.*
            FROM public.users AS u
            WHERE lower(u.email) = lower($4)
              -- The first half has found them otherwise.
              AND (u.name ILIKE $2) IS NOT TRUE
            OFFSET 0
        )
    ) AS u
    WHERE (SELECT count(*) FROM walked) = 1000
      AND (SELECT count(*) FROM near) < $3
      AND u.id > (SELECT max(w.id) FROM walked AS w)
      AND u.role <> 'guest'
      AND (u.name ILIKE $2 OR lower(u.email) = lower($4))
      AND public.is_member_of_realm(u.role, u.realms, $5)
    ORDER BY u.id
    LIMIT $3
)
SELECT found.id AS user_id,
       found.external_id,
       found.email,
       found.name,
       found.role,
       found.created_at
FROM (
    SELECT * FROM near
    UNION ALL
    SELECT * FROM far
) AS found
ORDER BY found.id
LIMIT $3
