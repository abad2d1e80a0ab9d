-- Looks up users: by numeric subject $1, by external_id $2, or by users.id $3, whichever is not
-- NULL. $4 are their sessions, and $5 the realms they must belong to, NULL for any. One row for
-- each, in their order. A numeric subject never names a user whose id was assigned: of a guest, or of one
-- with an external_id. Deactivated users are not found. A token that a key issued opens the realm of the key alone,
-- and changes nothing of a person who belongs to other realms too: `is_beyond_key`.
SELECT r.session IS NOT NULL AS is_revoked,
       k.realm IS NULL
           OR public.is_member_of_realm(u.role, u.realms, k.realm)
               AND k.realm = coalesce(issuer.realm, k.realm) AS is_in_realm,
       issuer.realm IS NOT NULL
           AND NOT public.is_managed(u.role, u.realms, issuer.realm) AS is_beyond_key,
       u.id AS user_id,
       u.external_id,
       u.email,
       u.name,
       u.role,
       u.created_at,
       u.picture_id,
       u.avatar_url,
       preferred.language,
       u.company_id,
       u.claims_at
FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::text[])
     WITH ORDINALITY AS k (subject_id, external_id, user_id, session, realm, n)
LEFT JOIN LATERAL (
    SELECT * FROM public.users WHERE external_id = k.external_id OFFSET 0
) AS external ON true
LEFT JOIN LATERAL (
    SELECT *
    FROM public.users
    WHERE id = coalesce(k.subject_id, k.user_id, external.id)
    OFFSET 0
) AS u ON u.deactivated_at IS NULL
    AND (k.subject_id IS NULL OR u.id < 4503599627370496)
LEFT JOIN LATERAL (
    SELECT language FROM public.user_preferences WHERE user_id = u.id OFFSET 0
) AS preferred ON true
LEFT JOIN LATERAL (
    SELECT session FROM public.revoked_sessions WHERE session = k.session OFFSET 0
) AS r ON true
LEFT JOIN LATERAL (
    SELECT key_name FROM public.key_tokens WHERE session = k.session OFFSET 0
) AS issued ON true
LEFT JOIN LATERAL (
    SELECT realm FROM public.api_keys WHERE name = issued.key_name OFFSET 0
) AS issuer ON true
ORDER BY k.n
