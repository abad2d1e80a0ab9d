-- Whether a user is an admin of a realm, and remains one until the transaction ends: the row is locked, and a
-- change of it that is under way is waited for.
CREATE OR REPLACE FUNCTION public.lock_admin(_user_id bigint, _realm text)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM
    FROM public.users AS u
    WHERE u.id = _user_id
      AND u.role = 'admin'
      AND u.deactivated_at IS NULL
      AND public.is_member_of_realm(u.role, u.realms, _realm)
    FOR SHARE;
    RETURN FOUND;
END;
$$;
