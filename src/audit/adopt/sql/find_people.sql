-- For each person of the origin, with the key $1 and $2: who they are here, if there is one, with the role that
-- they have, their name as it is kept, their address as it is compared, and what contradicts them. $3 are the ids and $4 the external ids that
-- they should have, $5 and $6 their addresses and names, $7 is the realm.
--
-- They are found by their key, if they were brought before, or by their id. Someone else may have that id: their
-- addresses are compared and, where one is missing, their names. Someone of whom the origin knows only the id
-- is who has it in this realm.
SELECT given.n::integer AS n,
       found.user_id,
       (SELECT u.role FROM public.users AS u WHERE u.id = found.user_id) AS role,
       public.clean_name(given.name) AS name,
       lower(given.email) AS email,
       EXISTS (SELECT FROM public.erasures AS r WHERE r.user_id = found.user_id) AS is_erased,
       CASE
           WHEN came.user_id IS NOT NULL THEN NULL
           WHEN by_id.id IS NOT NULL AND NOT CASE
                   WHEN lower(given.email) IS NOT NULL AND by_id.email IS NOT NULL
                       THEN lower(given.email) = lower(by_id.email)
                   WHEN given.email IS NULL AND given.name IS NULL
                       THEN public.is_member_of_realm(by_id.role, by_id.realms, $7)
                   ELSE public.clean_name(given.name) IS NOT DISTINCT FROM by_id.name
               END
               THEN 'another person has this id here'
           WHEN same_email.id <> coalesce(found.user_id, 0)
               THEN 'the user ' || same_email.id || ' here has the same e-mail address'
       END AS conflict
FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[])
     WITH ORDINALITY AS given (origin, number, id, external_id, email, name, n)
LEFT JOIN LATERAL (
    SELECT p.user_id
    FROM audit.imported_people AS p
    WHERE p.origin = given.origin
      AND p.number = given.number
    OFFSET 0
) AS came ON true
LEFT JOIN LATERAL (
    SELECT u.* FROM public.users AS u WHERE u.id = given.id OFFSET 0
) AS by_id ON true
LEFT JOIN LATERAL (
    SELECT u.id FROM public.users AS u WHERE u.external_id = given.external_id OFFSET 0
) AS by_external_id ON true
LEFT JOIN LATERAL (
    SELECT u.id FROM public.users AS u WHERE lower(u.email) = lower(given.email) OFFSET 0
) AS same_email ON true
CROSS JOIN LATERAL (
    SELECT coalesce(came.user_id, by_id.id, by_external_id.id) AS user_id
) AS found
