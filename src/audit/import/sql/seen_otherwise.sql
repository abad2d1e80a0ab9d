-- The indexes of the keys $1 that were seen with other values than $2.
SELECT given.n::integer AS n
FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS given (key, value, n)
CROSS JOIN LATERAL (
    SELECT s.value FROM pg_temp.seen AS s WHERE s.key = given.key OFFSET 0
) AS seen
WHERE seen.value <> given.value
