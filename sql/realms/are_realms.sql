-- Whether all names in a list are realms, for a CHECK constraint of users.
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
