-- Whether a user may resolve reports. Called while deciding, with the head locked.
CREATE OR REPLACE FUNCTION public.is_moderator(_user_id bigint)
RETURNS boolean
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT
        FROM public.users AS u
        WHERE u.id = _user_id
          AND u.role IN ('moderator', 'admin')
    );
$$;
