-- People by a part of their present name, of a former one or of their e-mail address, or by their id. `former_name` is
-- the latest former name that fits.
--
--     SELECT * FROM audit.find_people('петров');
CREATE OR REPLACE FUNCTION audit.find_people(name text)
RETURNS TABLE (
    user_id bigint,
    person  text,
    role    text,
    realms  text[],
    since   timestamptz,
    status  text,
    chats   bigint,
    former_name text
)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
    SELECT u.id, audit.label_of(u.id, u.id, u.name), u.role, coalesce(u.former_realms, u.realms), u.created_at,
           audit.said(CASE
               WHEN u.deactivated_at IS NOT NULL THEN 'deactivated'
               ELSE 'active'
           END),
           (SELECT count(*) FROM public.all_participants AS p WHERE p.user_id + 0 = u.id),
           former.name
    FROM public.users AS u
    LEFT JOIN (
        SELECT DISTINCT ON ((e.payload ->> 'user_id')::bigint)
               (e.payload ->> 'user_id')::bigint AS user_id, e.payload ->> 'former_name' AS name
        FROM public.events AS e
        WHERE e.kind = 'user_named'
          AND strpos(public.fold_name(e.payload ->> 'former_name'), public.fold_name(find_people.name)) > 0
        ORDER BY (e.payload ->> 'user_id')::bigint, e.position DESC
    ) AS former ON former.user_id = u.id
    WHERE strpos(public.fold_name(u.name), public.fold_name(find_people.name)) > 0
       OR strpos(lower(u.email), lower(find_people.name)) > 0
       OR u.id::text = find_people.name
       OR former.user_id IS NOT NULL
    ORDER BY public.fold_name(u.name), u.id;
$$;
