-- The members of the chat $1 by the names that texts have, and what follows each @ of a text ($2), all folded.
SELECT ARRAY(
           SELECT public.fold_name(given.candidate)
           FROM unnest($2::text[]) WITH ORDINALITY AS given (candidate, n)
           ORDER BY given.n
       ) AS candidates,
       coalesce(array_agg(member.user_id ORDER BY member.user_id), '{}') AS user_ids,
       coalesce(array_agg(member.name ORDER BY member.user_id), '{}') AS names
FROM (
    SELECT p.user_id, btrim(public.fold_name(u.name)) AS name
    FROM (
        SELECT p.user_id
        FROM public.chat_participants AS p
        WHERE p.chat_id = $1
        OFFSET 0
    ) AS p
    CROSS JOIN LATERAL (
        SELECT u.name
        FROM public.users AS u
        WHERE u.id = p.user_id
        OFFSET 0
    ) AS u
    WHERE u.name IS NOT NULL
    LIMIT $3
) AS member
