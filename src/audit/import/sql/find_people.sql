-- For each person of a file, of the database $1 with the number $2: the user who they are here, if there
-- is one, or the address of a new one as it is compared, and what forbids to import them. $3 are their lines.
--
-- They are found by their key, if they were imported before or come from this database, and otherwise by
-- their e-mail address. Two people of one name are two people.
SELECT given.n::integer AS n,
       found.user_id,
       CASE
           WHEN found.user_id IS NULL AND given.line ->> 'gone' IS NULL
               THEN lower(given.line ->> 'email')
       END AS email,
       CASE
           WHEN date_trunc('milliseconds', here.created_at) IS DISTINCT FROM (
                   given.line ->> 'created_at'
               )::timestamptz
               AND given.origin = own.id
               AND here.id IS NOT NULL
               AND given.line ->> 'gone' IS NULL
               THEN 'another person has this id here'
           WHEN EXISTS (SELECT FROM public.erasures AS r WHERE r.user_id = found.user_id)
               AND given.line ->> 'gone' IS DISTINCT FROM 'erased'
               THEN 'this person was erased here'
           WHEN given.line ->> 'gone' = 'erased'
               AND found.user_id IS NOT NULL
               AND NOT EXISTS (SELECT FROM public.erasures AS r WHERE r.user_id = found.user_id)
               THEN 'this person was erased there: erase the user ' || found.user_id || ' here first'
           WHEN found.user_id IS NOT NULL OR given.line ->> 'gone' IS NOT NULL THEN NULL
           WHEN coalesce(given.line ->> 'role', '') NOT IN (
                    'student', 'teacher', 'admin', 'member', 'moderator', 'guest', 'service'
                )
               THEN 'the role is unknown'
           WHEN char_length(given.line ->> 'name') NOT BETWEEN 1 AND 255
               THEN 'the name is empty or too long'
           WHEN char_length(given.line ->> 'email') NOT BETWEEN 1 AND 255
               THEN 'the e-mail address is empty or too long'
           WHEN given.line ->> 'created_at' IS NULL THEN 'the time of creation is missing'
           WHEN EXISTS (
                    SELECT
                    FROM unnest(ARRAY['realms', 'former_realms']) AS field (name)
                    WHERE jsonb_typeof(given.line -> field.name) = 'array'
                      AND NOT public.are_realms(ARRAY(
                          SELECT jsonb_array_elements_text(given.line -> field.name)
                      ))
                )
               THEN 'a realm is unknown'
           WHEN given.line ->> 'avatar_url' !~ '^https://'
               OR char_length(given.line ->> 'avatar_url') > 2000
               THEN 'the address of the picture is malformed'
       END AS problem
FROM unnest($1::uuid[], $2::bigint[], $3::jsonb[])
     WITH ORDINALITY AS given (origin, number, line, n)
CROSS JOIN audit.origin AS own
LEFT JOIN LATERAL (
    SELECT p.user_id
    FROM audit.imported_people AS p
    WHERE p.origin = given.origin
      AND p.number = given.number
    OFFSET 0
) AS came ON true
LEFT JOIN LATERAL (
    SELECT u.id
    FROM public.users AS u
    WHERE lower(u.email) = lower(given.line ->> 'email')
    OFFSET 0
) AS same_email ON true
CROSS JOIN LATERAL (
    SELECT coalesce(
        came.user_id,
        CASE WHEN given.origin = own.id THEN given.number END,
        same_email.id
    ) AS user_id
) AS found
LEFT JOIN LATERAL (
    SELECT u.id, u.created_at
    FROM public.users AS u
    WHERE u.id = found.user_id
    OFFSET 0
) AS here ON true
