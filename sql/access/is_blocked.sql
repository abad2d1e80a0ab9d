-- Whether one user blocks another one in a realm.
CREATE OR REPLACE FUNCTION public.is_blocked(_realm text, _blocker_id bigint, _blocked_id bigint)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM public.blocks AS b
        WHERE b.realm = _realm
          AND b.blocker_id = _blocker_id
          AND b.blocked_id = _blocked_id
    );
END;
$$;
