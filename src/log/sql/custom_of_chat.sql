-- The custom data of the chat $1, and the position of their latest change.
SELECT coalesce(c.custom, '{}') AS custom,
       c.custom_position AS version
FROM public.chats AS c
WHERE c.id = $1
