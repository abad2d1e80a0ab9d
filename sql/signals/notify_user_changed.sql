-- After users are updated: see notify_access_changed.sql. Every column counts, since replicas keep
-- users in a cache.
CREATE OR REPLACE FUNCTION public.notify_user_changed()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.notify_access_changed(ARRAY(
        SELECT o.id
        FROM old_users AS o
        LEFT JOIN new_users AS n ON n.id = o.id
        WHERE n IS DISTINCT FROM o
    ));
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER notify_user_changed
    AFTER UPDATE ON public.users
    REFERENCING OLD TABLE AS old_users NEW TABLE AS new_users
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.notify_user_changed();
