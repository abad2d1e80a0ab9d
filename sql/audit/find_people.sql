-- People by a part of their name or e-mail address, or by their id. A name is the one that they have now: those that
-- people had before are found once events of accounts tell them.
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
    chats   bigint
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
           (SELECT count(*) FROM public.all_participants AS p WHERE p.user_id + 0 = u.id)
    FROM public.users AS u
    WHERE strpos(public.fold_name(u.name), public.fold_name(find_people.name)) > 0
       OR strpos(lower(u.email), lower(find_people.name)) > 0
       OR u.id::text = find_people.name
    ORDER BY public.fold_name(u.name), u.id;
$$;
