-- Asked by a CHECK constraint of users: whether all of these are realms.
CREATE OR REPLACE FUNCTION public.are_realms(_realms text[])
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
BEGIN
    RETURN NOT EXISTS (
        SELECT
        FROM unnest(_realms) AS listed (realm)
        WHERE public.is_realm(listed.realm) IS NOT TRUE
    );
END;
$$;
