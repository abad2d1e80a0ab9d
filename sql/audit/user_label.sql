-- A user as audit routines show them: the name, which is not unique, and the id. A deleted user has
-- only the id. It is PL/pgSQL, whose plan lasts for the session: a description may name many people.
--
--     SELECT audit.user_label(5);     -- Анна Смирнова (5)
CREATE OR REPLACE FUNCTION audit.user_label(_user_id bigint)
RETURNS text
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN audit.label_of(_user_id, (
        SELECT audit.display_name(u.id, u.name)
        FROM public.users AS u
        WHERE u.id = _user_id
    ));
END;
$$;
