-- Deactivates a user of a realm: they cannot sign in, and their log-ins and streams end. They belong to no
-- realm, so that others neither find them nor write to them; their messages stay. An admin _by, or NULL for
-- an API key of the realm; _is_only if this realm alone is served. Returns `done`, or what
-- refusal_to_administer() or refusal_to_manage() says.
CREATE OR REPLACE FUNCTION public.deactivate_user(
    _user_id bigint,
    _by bigint,
    _realm text,
    _is_only boolean,
    _access_expires_at timestamptz
)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _refusal text := CASE
        WHEN _by IS NULL THEN public.refusal_to_manage(_user_id, _realm)
        ELSE public.refusal_to_administer(_user_id, _by, _realm, _is_only)
    END;
BEGIN
    IF _refusal IS NOT NULL THEN
        RETURN _refusal;
    END IF;

    PERFORM set_config('vestnik.actor', _by::text, true);
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
        RETURN 'user_not_found';
    END IF;

    DELETE FROM public.account_links AS l WHERE l.user_id = _user_id;
    DELETE FROM public.deliveries AS d
    WHERE d.channel = 'mail_links'
      AND d.receiver = 'password/' || _user_id;
    PERFORM public.end_logins_of_user(_user_id, NULL, _access_expires_at);
    RETURN 'done';
END;
$$;
