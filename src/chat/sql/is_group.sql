-- Whether the chat $2 of the realm $1 is a group; no row if there is no such chat.
SELECT c.type = 'group' AS is_group
FROM (
    SELECT c.type, c.realm
    FROM public.chats AS c
    WHERE c.id = $2
    OFFSET 0
) AS c
WHERE c.realm = $1
