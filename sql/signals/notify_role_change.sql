-- After users are updated: see notify_access_changed.sql.
CREATE OR REPLACE FUNCTION public.notify_role_change()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.notify_access_changed(ARRAY(
        SELECT o.id
        FROM old_users AS o
        JOIN new_users AS n ON n.id = o.id
        WHERE n.role <> o.role
           OR n.realms IS DISTINCT FROM o.realms
    ));
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER notify_role_change
    AFTER UPDATE ON public.users
    REFERENCING OLD TABLE AS old_users NEW TABLE AS new_users
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.notify_role_change();
