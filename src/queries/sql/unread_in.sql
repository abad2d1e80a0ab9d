-- The messages of other users that the user $2 has not read in the chat $1; no row unless the user is
-- in it.
SELECT unread.unread_count
FROM (
    SELECT c.*
    FROM public.chats AS c
    WHERE c.id = $1
    OFFSET 0
) AS c
CROSS JOIN LATERAL public.active_participant(c.id, $2) AS p
CROSS JOIN LATERAL public.unread_count(c, p) AS unread
