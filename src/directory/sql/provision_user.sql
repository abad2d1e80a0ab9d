-- Adds the user of a token, unless they exist: id $1, external id $2, e-mail address $3, name $4,
-- role $5, company $6, realms $7. An address that another user has is left out, and a user who was
-- erased is not added again under the same id.
INSERT INTO public.users (id, external_id, email, name, role, company_id, realms)
SELECT $1,
       $2,
       CASE WHEN NOT EXISTS (
           SELECT
           FROM public.users AS u
           WHERE lower(u.email) = lower($3)
       ) THEN $3 END,
       $4, $5, $6, $7
WHERE NOT EXISTS (
    SELECT
    FROM public.erasures AS e
    WHERE e.user_id = $1
)
ON CONFLICT DO NOTHING
