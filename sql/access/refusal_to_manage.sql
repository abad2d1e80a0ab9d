-- Why the API keys of a realm may not change a person; NULL if they may: `user_not_found` if the realm has no
-- such person, `user_beyond_key` if its keys do not manage them. The row is locked until the transaction
-- ends, so that the person does not get another realm meanwhile.
CREATE OR REPLACE FUNCTION public.refusal_to_manage(_user_id bigint, _realm text)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _user public.users;
BEGIN
    SELECT u.* INTO _user FROM public.users AS u WHERE u.id = _user_id FOR NO KEY UPDATE;
    RETURN CASE
        WHEN _user.id IS NULL OR NOT public.is_member_of_realm(_user.role, _user.realms, _realm)
            THEN 'user_not_found'
        WHEN NOT public.is_managed(_user.role, _user.realms, _realm) THEN 'user_beyond_key'
    END;
END;
$$;
