-- At most $3 users whose name contains $2, which the LIKE pattern $1 says too.
SELECT u.id AS user_id
FROM (
    SELECT u.id, u.name
    FROM public.users AS u
    WHERE public.ngrams(u.name) @> public.search_ngrams($2)
    OFFSET 0
) AS u
WHERE u.name ILIKE $1
LIMIT $3
