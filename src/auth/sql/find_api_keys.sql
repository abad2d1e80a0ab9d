-- Looks up keys by their SHA-256 $1, each with the user whom the request acts for: $2, or the key's own
-- user if that is NULL. One row for each, in their order: `name` is NULL for an unknown or revoked key,
-- `user_id` if the key may not act for the user. Admins, moderators and other keys are not acted for,
-- because that would give the key rights beyond its scopes.
SELECT k.name,
       k.realm,
       k.scopes,
       bot.id AS key_user_id,
       u.id AS user_id,
       u.external_id,
       u.email,
       u.name AS user_name,
       u.role,
       u.created_at,
       u.picture_id,
       u.avatar_url,
       preferred.language
FROM unnest($1::bytea[], $2::bigint[]) WITH ORDINALITY AS asked (key_hash, act_as, n)
LEFT JOIN LATERAL (
    SELECT bot.id, f.name, f.realm, f.scopes
    FROM (
        SELECT * FROM public.api_keys WHERE key_hash = asked.key_hash OFFSET 0
    ) AS f
    CROSS JOIN LATERAL (
        SELECT * FROM public.users WHERE id = f.user_id OFFSET 0
    ) AS bot
    WHERE f.revoked_at IS NULL
      AND public.is_member_of_realm(bot.role, bot.realms, f.realm)
) AS k ON true
CROSS JOIN LATERAL (SELECT k.id) AS bot
LEFT JOIN LATERAL (
    SELECT * FROM public.users WHERE id = coalesce(asked.act_as, k.id) OFFSET 0
) AS u
    ON asked.act_as IS NULL
    OR u.role NOT IN ('admin', 'moderator', 'service')
   AND public.is_member_of_realm(u.role, u.realms, k.realm)
LEFT JOIN LATERAL (
    SELECT language FROM public.user_preferences WHERE user_id = u.id OFFSET 0
) AS preferred ON true
ORDER BY asked.n
