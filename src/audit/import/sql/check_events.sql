-- What is wrong with events of a file, of those with a problem. Their references are replaced by 0.
--
-- $1 are their realms, $2 their kinds and $3 their payloads. $4 are the chats that the files did not create
-- before, NULL for those that they did.
SELECT checked.n::integer AS n, checked.problem
FROM (
    SELECT given.n,
           CASE
               WHEN public.is_realm(given.realm) IS NOT TRUE THEN 'its realm is unknown here'
               WHEN NOT public.is_valid_payload(given.kind, given.payload)
                   THEN 'its payload lacks a field or has one of a wrong type'
               WHEN given.chat IS NOT NULL AND chat.event_id IS NULL
                   THEN 'its chat is created neither before it nor in the log'
               WHEN chat.realm <> given.realm THEN 'its chat has another realm'
           END AS problem
    FROM unnest($1::text[], $2::text[], $3::jsonb[], $4::uuid[])
         WITH ORDINALITY AS given (realm, kind, payload, chat, n)
    LEFT JOIN LATERAL (
        SELECT e.* FROM public.events AS e WHERE e.event_id = given.chat OFFSET 0
    ) AS chat ON chat.kind = 'chat_created'
) AS checked
WHERE checked.problem IS NOT NULL
