-- Whether a user may make groups in a realm. Called while deciding, with the head locked.
CREATE OR REPLACE FUNCTION public.may_make_groups(_realm text, _user_id bigint)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN NOT public.realm_has_classes(_realm) OR EXISTS (
        SELECT
        FROM public.users AS u
        WHERE u.id = _user_id
          AND u.role IN ('teacher', 'admin')
    );
END;
$$;
