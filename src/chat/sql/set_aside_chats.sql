-- The chats of the realm $2 that the user $1 is in and has pinned or archived.
SELECT s.chat_id
FROM (
    SELECT p.chat_id, p.user_id
    FROM public.chat_participants AS p
    WHERE p.user_id + 0 = $1
    OFFSET 0
) AS p
CROSS JOIN LATERAL (
    SELECT s.chat_id, s.is_pinned, s.is_archived
    FROM public.chat_settings AS s
    WHERE s.chat_id = p.chat_id
      AND s.user_id = p.user_id
    OFFSET 0
) AS s
CROSS JOIN LATERAL public.active_chat($2, p.chat_id) AS c
WHERE s.is_pinned
   OR s.is_archived
