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
    RETURN (
        SELECT audit.label_of(_user_id, u.id, u.name)
        FROM (SELECT _user_id AS id) AS asked
        LEFT JOIN public.users AS u ON u.id = asked.id
    );
END;
$$;
