-- Reactivates a user who belonged to a realm: everything is as before deactivate_user(), but for the
-- log-ins. False if there is no such user.
CREATE OR REPLACE FUNCTION public.reactivate_user(_user_id bigint, _realm text)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE public.users AS u
    SET realms = CASE WHEN u.deactivated_at IS NULL THEN u.realms ELSE u.former_realms END,
        former_realms = NULL,
        deactivated_at = NULL
    WHERE u.id = _user_id
      AND public.is_member_of_realm(
          u.role,
          CASE WHEN u.deactivated_at IS NULL THEN u.realms ELSE u.former_realms END,
          _realm
      );
    RETURN FOUND;
END;
$$;
