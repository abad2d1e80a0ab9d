-- Whether a reader of a company may find, add and write to a user with these columns in a realm:
-- the user belongs to the realm and, if the realm separates companies, both have the same company
-- or none. The planner inlines it.
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
    AND (
        NOT public.realm_splits_companies(_realm)
        OR _company_id IS NOT DISTINCT FROM _reader_company_id
    );
