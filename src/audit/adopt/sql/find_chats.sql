-- Of the chats $1 of the origin, with the keys $3 of their pairs in the realm $2 and the titles $4: the chat that
-- each is here, by its id or else by its pair, with its first members, and its title as it is kept.
SELECT given.n::integer AS n,
       public.clean_name(given.title) AS title,
       coalesce(same.event_id, of_pair.uuid) AS chat,
       same.event_id IS NOT NULL AS is_same,
       same.chat_id,
       ARRAY(
           SELECT (listed ->> 'user_id')::bigint
           FROM jsonb_array_elements(same.payload -> 'participants') AS listed
       ) AS members
FROM unnest($1::uuid[], $3::text[], $4::text[]) WITH ORDINALITY AS given (event_id, pair_key, title, n)
LEFT JOIN LATERAL (
    SELECT e.event_id, e.chat_id, e.payload, e.kind, e.realm
    FROM public.events AS e
    WHERE e.event_id = given.event_id
    OFFSET 0
) AS same ON same.kind = 'chat_created' AND same.realm = $2
LEFT JOIN LATERAL (
    SELECT c.uuid
    FROM public.chats AS c
    WHERE c.realm = $2
      AND c.pair_key = given.pair_key
    OFFSET 0
) AS of_pair ON true
ORDER BY given.n
