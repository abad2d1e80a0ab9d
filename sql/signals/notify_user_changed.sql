-- After users are updated: see notify_access_changed.sql. Every column counts, since replicas keep
-- users in a cache. The tables are not joined, because the session may keep a plan from an update without
-- rows, which would compare each row with each.
CREATE OR REPLACE FUNCTION public.notify_user_changed()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.notify_access_changed(ARRAY(
        SELECT (changed.former).id
        FROM (
            SELECT o AS former FROM old_users AS o
            EXCEPT
            SELECT n FROM new_users AS n
        ) AS changed
    ));
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER notify_user_changed
    AFTER UPDATE ON public.users
    REFERENCING OLD TABLE AS old_users NEW TABLE AS new_users
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.notify_user_changed();
