-- Those of the users $3 for whom the user $2 is refused with the code $4 in the realm $1, when creating a chat
-- with all of them.
SELECT named.user_id
FROM unnest($3::bigint[]) WITH ORDINALITY AS named (user_id, ordinal)
CROSS JOIN LATERAL public.refusal($1, $2, ARRAY[named.user_id]) AS refused
WHERE refused.code = $4
ORDER BY named.ordinal
