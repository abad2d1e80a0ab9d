-- Whether a user with these columns is somebody whom a reader of that company may know of in a
-- realm, which is to find, add and write to: they belong to it, and in `messenger` both are of
-- the same company, or both of none. Written like is_member_of_realm().
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
RETURN public.is_member_of_realm(_role, _realms, _realm)
    AND (NOT public.realm_splits_companies(_realm) OR _company_id IS NOT DISTINCT FROM _reader_company_id);
