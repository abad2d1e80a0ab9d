-- Deactivates a user: they cannot sign in, and their log-ins and streams end. They belong to no realm, so
-- that others neither find them nor write to them; their messages stay. False if the realm has no such
-- user, or only a guest.
CREATE OR REPLACE FUNCTION public.deactivate_user(
    _user_id bigint,
    _realm text,
    _access_expires_at timestamptz
)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE public.users AS u
    SET former_realms = CASE WHEN u.deactivated_at IS NULL THEN u.realms ELSE u.former_realms END,
        realms = '{}',
        deactivated_at = coalesce(u.deactivated_at, now())
    WHERE u.id = _user_id
      AND u.role <> 'guest'
      AND public.is_member_of_realm(
          u.role,
          CASE WHEN u.deactivated_at IS NULL THEN u.realms ELSE u.former_realms END,
          _realm
      );
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    DELETE FROM public.account_links AS l WHERE l.user_id = _user_id;
    DELETE FROM public.account_mails AS m WHERE m.user_id = _user_id;
    PERFORM public.end_logins_of_user(_user_id, NULL, _access_expires_at);
    RETURN true;
END;
$$;
