-- A user as audit routines show them: the name, which is not unique, and the id. A deleted user has
-- only the id.
--
--     SELECT audit.user_label(5);     -- Анна Смирнова (5)
CREATE OR REPLACE FUNCTION audit.user_label(_user_id bigint)
RETURNS text
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        WHEN _user_id IS NULL THEN 'the database'
        ELSE coalesce(
                 (
                     SELECT audit.display_name(u.id, u.name)
                     FROM public.users AS u
                     WHERE u.id = _user_id
                 ),
                 'removed user'
             )
             || ' (' || _user_id || ')'
    END;
$$;
