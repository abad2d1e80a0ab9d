-- A user as audit routines show them now: the name, which is not unique, and the id. A deleted user has
-- only the id.
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
    RETURN audit.label_at(_user_id, NULL);
END;
$$;
