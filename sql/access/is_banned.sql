-- Whether a user is banned from a realm. Called while deciding, with the head locked.
CREATE OR REPLACE FUNCTION public.is_banned(_realm text, _user_id bigint)
RETURNS boolean
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT
        FROM public.bans AS b
        WHERE b.realm = _realm
          AND b.user_id = _user_id
    );
$$;
