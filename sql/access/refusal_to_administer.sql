-- Why an admin of a realm may not change the account of a person of it, deactivated or not; NULL if they may.
-- `user_not_found` if the realm has no such person. `not_an_admin` if the caller is no admin any more, or
-- the person belongs to realms that the caller does not belong to, in which the change would count too;
-- _is_only if this realm alone is served.
--
-- Both rows are locked, in the order of their ids: of two admins who demote or deactivate each other, one
-- stays.
CREATE OR REPLACE FUNCTION public.refusal_to_administer(
    _user_id bigint,
    _by bigint,
    _realm text,
    _is_only boolean
)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _user public.users;
    _admin public.users;
    _realms text[];
BEGIN
    PERFORM
    FROM public.users AS u
    WHERE u.id = ANY (ARRAY[_user_id, _by])
    ORDER BY u.id
    FOR NO KEY UPDATE;

    SELECT u.* INTO _user FROM public.users AS u WHERE u.id = _user_id;
    SELECT u.* INTO _admin FROM public.users AS u WHERE u.id = _by;
    _realms := CASE WHEN _user.deactivated_at IS NULL THEN _user.realms ELSE _user.former_realms END;
    RETURN CASE
        WHEN _user.id IS NULL
          OR _user.role IN ('guest', 'service')
          OR NOT public.is_member_of_realm(_user.role, _realms, _realm)
        THEN 'user_not_found'
        WHEN _admin.id IS NULL
          OR _admin.role <> 'admin'
          OR NOT public.is_member_of_realm(_admin.role, _admin.realms, _realm)
          OR NOT _is_only
         AND _admin.realms IS NOT NULL
         AND (_realms IS NULL OR NOT _realms <@ _admin.realms)
        THEN 'not_an_admin'
    END;
END;
$$;
