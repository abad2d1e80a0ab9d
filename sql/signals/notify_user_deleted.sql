-- After users are deleted: see notify_access_changed.sql.
CREATE OR REPLACE FUNCTION public.notify_user_deleted()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.notify_access_changed(ARRAY(SELECT o.id FROM old_users AS o));
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER notify_user_deleted
    AFTER DELETE ON public.users
    REFERENCING OLD TABLE AS old_users
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.notify_user_deleted();
