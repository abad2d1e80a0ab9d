-- Which of these pairs have another chat than the one with this id: their index, and that chat.
SELECT given.n::integer AS n, c.id
FROM unnest($1::uuid[], $2::text[], $3::text[])
     WITH ORDINALITY AS given (event_id, realm, pair_key, n)
CROSS JOIN LATERAL (
    SELECT c.id, c.uuid
    FROM public.chats AS c
    WHERE c.realm = given.realm
      AND c.pair_key = given.pair_key
    OFFSET 0
) AS c
WHERE c.uuid <> given.event_id
