-- The ids of the users of the realm $2 with the external ids $1, in their order; NULL for one that the realm
-- does not have.
SELECT u.id AS user_id
FROM unnest($1::text[]) WITH ORDINALITY AS named (external_id, ordinal)
LEFT JOIN LATERAL (
    SELECT * FROM public.users WHERE external_id = named.external_id OFFSET 0
) AS u ON public.is_member_of_realm(u.role, u.realms, $2)
ORDER BY named.ordinal
