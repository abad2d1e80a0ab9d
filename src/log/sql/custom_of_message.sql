-- The custom data of the message $1, and the position of their latest change.
SELECT coalesce(m.custom, '{}') AS custom,
       m.custom_position AS version
FROM public.messages AS m
WHERE m.id = $1
