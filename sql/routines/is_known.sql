-- Whether a user with these columns is somebody whom a reader of that company may know of in a
-- realm, which is to find, add and write to: they belong to it, and in `messenger` both are of
-- the same company, or both of none. Written like belongs_to_realm().
CREATE OR REPLACE FUNCTION public.is_visible(
    _realm             text,
    _role              text,
    _realms            text[],
    _company_id        bigint,
    _reader_company_id bigint
)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
RETURN public.belongs_to_realm(_role, _realms, _realm)
    AND (_realm <> 'messenger' OR _company_id IS NOT DISTINCT FROM _reader_company_id);

-- Whether a user is there for somebody else in a realm. Who is not is answered for like a user
-- who does not exist.
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
              SELECT reader.company_id
              FROM public.users AS reader
              WHERE reader.id = _reader_id
          ))
    );
END;
$$;
