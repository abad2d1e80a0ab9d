-- When the members of the chat $1 were last seen.
SELECT p.user_id,
       (SELECT l.at FROM public.last_seen AS l WHERE l.user_id = p.user_id) AS last_seen,
       '{}'::text[] AS realms,
       '{}'::bigint[] AS chat_ids
FROM (SELECT * FROM public.chat_participants WHERE chat_id = $1 OFFSET 0) AS p
