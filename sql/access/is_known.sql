-- Whether a user is visible to another one in a realm. An invisible user is treated as missing.
CREATE OR REPLACE FUNCTION public.is_known(_realm text, _user_id bigint, _reader_id bigint)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM public.users AS u
        WHERE u.id = _user_id
          AND public.is_visible(_realm, u.role, u.realms, u.company_id, (
              SELECT CASE reader.role WHEN 'service' THEN u.company_id ELSE reader.company_id END
              FROM public.users AS reader
              WHERE reader.id = _reader_id
          ))
    );
END;
$$;
