-- Creates or updates the people with the external ids $2 or, where these are NULL, the ids $10, for a key of the
-- realm $1, or writes none of them: then `refused` is the ordinal of the first refused person, and `refused_as` the
-- code: `user_beyond_key` if the keys of the realm do not manage them, or if the id is of a user who was erased;
-- `role_in_use` if they have scheduled lessons in another role. The other arrays have the names, the e-mail
-- addresses and whether to set them, the roles, and the pictures and whether to set them; what is not set stays.
-- A deactivated person belongs to the realm again; a new one, to that realm alone. One row for each, in
-- their order, if there is no refusal. For auditors it is recorded whom the key $9 created, changed or
-- reactivated.
--
-- Rows are written in one order, so that two requests cannot deadlock. Of two that create the same external id
-- the later one fails, and is to be repeated.
WITH asked AS (
    SELECT a.*
    FROM unnest(
        $2::text[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::text[], $8::boolean[],
        $10::bigint[]
    ) WITH ORDINALITY AS a (
        external_id, name, email, sets_email, role, avatar_url, sets_avatar, number, ordinal
    )
), matched AS MATERIALIZED (
    SELECT a.*,
           CASE
               WHEN u.id IS NULL THEN CASE
                   WHEN EXISTS (SELECT FROM public.erasures AS e WHERE e.user_id = a.number)
                       THEN 'user_beyond_key'
               END
               WHEN NOT public.is_managed(
                   u.role,
                   CASE WHEN u.deactivated_at IS NULL THEN u.realms ELSE u.former_realms END,
                   $1
               ) THEN 'user_beyond_key'
               WHEN a.role <> u.role AND public.has_scheduled_lessons(u.id) THEN 'role_in_use'
           END AS refused_as,
           u.id AS user_id,
           u.deactivated_at IS NOT NULL AS was_deactivated,
           u.name AS former_name,
           u.email AS former_email,
           u.role AS former_role,
           u.avatar_url AS former_avatar_url
    FROM asked AS a
    LEFT JOIN LATERAL (
        SELECT id FROM public.users WHERE external_id = a.external_id OFFSET 0
    ) AS external ON true
    LEFT JOIN LATERAL (
        SELECT * FROM public.users WHERE id = coalesce(a.number, external.id) OFFSET 0
    ) AS u ON true
), refusal AS (
    SELECT min(m.ordinal) FILTER (WHERE m.refused_as IS NOT NULL) AS ordinal
    FROM matched AS m
), written AS (
    INSERT INTO public.users AS u
        (id, external_id, name, email, role, avatar_url, realms, key_realm)
    SELECT coalesce(m.user_id, m.number),
           m.external_id,
           m.name,
           CASE WHEN m.sets_email THEN m.email ELSE m.former_email END,
           coalesce(m.role, m.former_role, 'member'),
           CASE WHEN m.sets_avatar THEN m.avatar_url ELSE m.former_avatar_url END,
           ARRAY[$1],
           $1
    FROM matched AS m
    CROSS JOIN refusal AS r
    -- The events name the key.
    CROSS JOIN set_config('vestnik.via_key', $9, true) AS caused
    WHERE r.ordinal IS NULL
    ORDER BY m.number, m.external_id
    ON CONFLICT (id) DO UPDATE
    SET name = excluded.name,
        email = excluded.email,
        role = excluded.role,
        avatar_url = excluded.avatar_url,
        realms = excluded.realms,
        deactivated_at = NULL,
        former_realms = NULL
    WHERE public.is_managed(
        u.role,
        CASE WHEN u.deactivated_at IS NULL THEN u.realms ELSE u.former_realms END,
        $1
    )
      AND (excluded.role = u.role OR NOT public.has_scheduled_lessons(u.id))
    RETURNING u.id, u.external_id, u.email, u.name, u.role, u.created_at, u.picture_id,
              u.avatar_url
), numbered AS (
    SELECT m.ordinal, w.*
    FROM matched AS m
    JOIN written AS w ON w.id = coalesce(m.user_id, m.number)
    UNION ALL
    SELECT m.ordinal, w.*
    FROM matched AS m
    JOIN written AS w ON w.external_id = m.external_id
    WHERE m.user_id IS NULL
), recorded AS (
    INSERT INTO audit.key_actions (key_name, action, user_id)
    SELECT $9,
           CASE
               WHEN m.user_id IS NULL THEN 'created'
               WHEN m.was_deactivated THEN 'reactivated'
               ELSE 'changed'
           END,
           w.id
    FROM numbered AS w
    JOIN matched AS m ON m.ordinal = w.ordinal
    WHERE m.user_id IS NULL
       OR m.was_deactivated
       OR (m.former_name, m.former_email, m.former_role, m.former_avatar_url)
           IS DISTINCT FROM (w.name, w.email, w.role, w.avatar_url)
    ORDER BY m.ordinal
)
SELECT CASE
           WHEN r.ordinal IS NULL
               AND (SELECT count(*) FROM written) < (SELECT count(*) FROM asked)
               THEN public.refuse_concurrent_change()
           ELSE r.ordinal
       END AS refused,
       (SELECT m.refused_as FROM matched AS m WHERE m.ordinal = r.ordinal) AS refused_as,
       w.id AS user_id,
       w.external_id,
       w.email,
       w.name,
       w.role,
       w.created_at,
       w.picture_id,
       w.avatar_url
FROM refusal AS r
LEFT JOIN numbered AS w ON true
ORDER BY w.ordinal
