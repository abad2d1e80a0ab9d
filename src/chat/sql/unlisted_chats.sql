-- Chats of the user $1 in the realm $2 that may be unlisted at the position $3, until a message is sent
-- in them: those that the user ever hid, and where blocks are hidden, those that another user created
-- and that had no message then.
SELECT c.id AS chat_id
FROM (
    SELECT p.*
    FROM public.chat_participants AS p
    WHERE p.user_id + 0 = $1
    OFFSET 0
) AS p
CROSS JOIN LATERAL public.active_chat($2, p.chat_id) AS c
LEFT JOIN LATERAL (
    SELECT s.hidden_seq
    FROM public.chat_settings AS s
    WHERE s.chat_id = p.chat_id
      AND s.user_id = p.user_id
    OFFSET 0
) AS s ON true
WHERE s.hidden_seq IS NOT NULL
   OR public.realm_hides_blocks(c.realm)
      AND c.created_by IS DISTINCT FROM $1
      AND NOT EXISTS (SELECT FROM public.newest_message_up_to(c.id, $3))
