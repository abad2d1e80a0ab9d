-- Creates or updates the people with the external ids $3, for a key of the realm $1, or writes none of
-- them: `refused` is the place of the first whom the keys of the realm do not manage. Users of every realm
-- are managed, but they bring back one who was deactivated only if the server serves no other realm ($2). The other arrays have the names, the e-mail addresses and whether to set them,
-- the roles, and the pictures and whether to set them; what is not set stays. Whoever was deactivated
-- belongs to the realm again. One row for each, in their order, if there is no refusal. For auditors it is
-- recorded whom the key $10 created, changed or reactivated.
--
-- Rows are written in the order of external ids, so that two requests cannot deadlock.
WITH asked AS (
    SELECT a.*
    FROM unnest(
        $3::text[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::text[], $9::boolean[]
    ) WITH ORDINALITY AS a (
        external_id, name, email, sets_email, role, avatar_url, sets_avatar, place
    )
), matched AS MATERIALIZED (
    SELECT a.*,
           u.id IS NOT NULL AND NOT public.is_managed(
               u.role,
               CASE WHEN u.deactivated_at IS NULL THEN u.realms ELSE u.former_realms END,
               $1,
               $2 OR u.deactivated_at IS NULL
           ) AS is_refused,
           u.id IS NULL AS is_new,
           u.deactivated_at IS NOT NULL AS was_deactivated,
           u.name AS former_name,
           u.email AS former_email,
           u.role AS former_role,
           u.avatar_url AS former_avatar_url
    FROM asked AS a
    LEFT JOIN LATERAL (
        SELECT * FROM public.users WHERE external_id = a.external_id OFFSET 0
    ) AS u ON true
), refusal AS (
    SELECT min(m.place) FILTER (WHERE m.is_refused) AS place
    FROM matched AS m
), written AS (
    INSERT INTO public.users AS u (external_id, name, email, role, avatar_url, realms)
    SELECT m.external_id,
           m.name,
           CASE WHEN m.sets_email THEN m.email ELSE m.former_email END,
           coalesce(m.role, m.former_role, 'member'),
           CASE WHEN m.sets_avatar THEN m.avatar_url ELSE m.former_avatar_url END,
           ARRAY[$1]
    FROM matched AS m
    CROSS JOIN refusal AS r
    WHERE r.place IS NULL
    ORDER BY m.external_id
    ON CONFLICT (external_id) DO UPDATE
    SET name = excluded.name,
        email = excluded.email,
        role = excluded.role,
        avatar_url = excluded.avatar_url,
        realms = CASE
            WHEN u.deactivated_at IS NOT NULL THEN u.former_realms
            WHEN u.realms IS NULL THEN NULL
            ELSE excluded.realms
        END,
        deactivated_at = NULL,
        former_realms = NULL
    WHERE public.is_managed(
        u.role,
        CASE WHEN u.deactivated_at IS NULL THEN u.realms ELSE u.former_realms END,
        $1,
        $2 OR u.deactivated_at IS NULL
    )
    RETURNING u.id, u.external_id, u.email, u.name, u.role, u.created_at, u.picture_id,
              u.avatar_url
), recorded AS (
    INSERT INTO audit.key_actions (key_name, action, user_id)
    SELECT $10,
           CASE
               WHEN m.is_new THEN 'created'
               WHEN m.was_deactivated THEN 'reactivated'
               ELSE 'changed'
           END,
           w.id
    FROM written AS w
    JOIN matched AS m ON m.external_id = w.external_id
    WHERE m.is_new
       OR m.was_deactivated
       OR (m.former_name, m.former_email, m.former_role, m.former_avatar_url)
           IS DISTINCT FROM (w.name, w.email, w.role, w.avatar_url)
    ORDER BY m.place
)
SELECT CASE
           WHEN r.place IS NULL
               AND (SELECT count(*) FROM written) < (SELECT count(*) FROM asked)
               THEN public.refuse_concurrent_change()
           ELSE r.place
       END AS refused,
       w.id AS user_id,
       w.external_id,
       w.email,
       w.name,
       w.role,
       w.created_at,
       w.picture_id,
       w.avatar_url
FROM refusal AS r
LEFT JOIN (
    matched AS m
    JOIN written AS w ON w.external_id = m.external_id
) ON true
ORDER BY m.place
