-- How far the user $2 has read the chat $1 on their own devices, the messages of other users that are unread
-- there, those of them that mention the user, and the position of the log at which they are counted; no row unless
-- the user is in it.
SELECT coalesce(p.own_read_id, p.last_read_id) AS last_read_id,
       unread.unread_count,
       mentioning.unread_mentions,
       head.position AS head_position
FROM (
    SELECT c.*
    FROM public.chats AS c
    WHERE c.id = $1
    OFFSET 0
) AS c
CROSS JOIN LATERAL public.active_participant(c.id, $2) AS p
CROSS JOIN LATERAL public.unread_count(c, p) AS unread
CROSS JOIN LATERAL public.unread_mentions(c, p) AS mentioning
CROSS JOIN public.log_head AS head
