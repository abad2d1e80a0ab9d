-- The members of the chat $1 by the names that texts have, and the texts of $2, which an @ separates, all folded.
-- They are folded together, because each call costs time.
SELECT string_to_array(public.fold_name($2), '@') AS folded,
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
