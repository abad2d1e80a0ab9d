-- Creates those of the users with the ids $1, or the external ids $2 where these are NULL, who do not exist and
-- were not erased, with the names $3 and the companies $4. They belong to the realms $5, NULL: to every one.
--
-- Rows are written in one order, so that two requests cannot deadlock.
INSERT INTO public.users (id, external_id, name, company_id, realms)
SELECT named.id, named.external_id, named.name, named.company_id, $5::text[]
FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[])
     AS named (id, external_id, name, company_id)
WHERE NOT EXISTS (SELECT FROM public.erasures AS e WHERE e.user_id = named.id)
  -- A user who exists costs no id.
  AND NOT EXISTS (SELECT FROM public.users AS u WHERE u.external_id = named.external_id)
ORDER BY named.id, named.external_id
ON CONFLICT DO NOTHING
