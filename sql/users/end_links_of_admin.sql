-- After an admin is demoted, deactivated or taken out of a realm: the invitations and the links that set
-- passwords end which the admin may not make any more. Those of a deleted admin are deleted with them.
CREATE OR REPLACE FUNCTION public.end_links_of_admin()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _is_admin CONSTANT boolean := NEW.role = 'admin' AND NEW.deactivated_at IS NULL;
BEGIN
    DELETE FROM public.invitations AS i
    WHERE i.invited_by = NEW.id
      AND NOT (_is_admin AND public.is_member_of_realm(NEW.role, NEW.realms, i.realm));

    -- Whom the admin may administer depends on all realms of both.
    DELETE FROM public.account_links AS l WHERE l.made_by = NEW.id;
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER end_links_of_admin
    AFTER UPDATE OF role, realms, deactivated_at ON public.users
    FOR EACH ROW
    WHEN (OLD.role = 'admin'
        AND (OLD.role, OLD.realms, OLD.deactivated_at)
            IS DISTINCT FROM (NEW.role, NEW.realms, NEW.deactivated_at))
    EXECUTE FUNCTION public.end_links_of_admin();
