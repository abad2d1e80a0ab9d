-- When a token of a known user says something else of them than is stored (AUTH_PROVISION): takes over its
-- name, e-mail address and company, and leaves out what it lacks and an address that another user has. Of
-- several tokens the latest counts, by the time at which it was issued.
CREATE OR REPLACE FUNCTION public.take_over_claims(
    _id bigint,
    _email text,
    _name text,
    _company_id bigint,
    _issued_at timestamptz
)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE public.users AS u
    SET email = CASE
            WHEN EXISTS (
                SELECT
                FROM public.users AS other
                WHERE lower(other.email) = lower(_email)
                  AND other.id <> _id
            ) THEN u.email
            ELSE coalesce(_email, u.email)
        END,
        name = coalesce(_name, u.name),
        company_id = coalesce(_company_id, u.company_id),
        claims_at = _issued_at
    WHERE u.id = _id
      AND (u.claims_at IS NULL OR u.claims_at < _issued_at);
END;
$$;
