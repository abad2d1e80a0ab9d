-- Whether a file is a user's own picture of a realm, uploaded and not deleted.
CREATE OR REPLACE FUNCTION public.is_own_picture(_realm text, _owner_id bigint, _id bigint)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM public.attachments AS a
        WHERE a.id = _id
          AND a.owner_id = _owner_id
          AND a.realm = _realm
          AND a.width IS NOT NULL
          AND a.size IS NOT NULL
          AND a.deleted_at IS NULL
    );
END;
$$;
