-- Revokes the key $1: no request with it succeeds, its streams end, and its user leaves the realm. The
-- session outlives every stream that was opening meanwhile. No row if there is no such key;
-- `is_revoked` if it was revoked before.
WITH found AS (
    SELECT k.name, k.user_id, k.revoked_at
    FROM public.api_keys AS k
    WHERE k.name = $1
    FOR UPDATE
), revoked AS (
    UPDATE public.api_keys AS k
    SET revoked_at = date_trunc('milliseconds', now())
    FROM found
    WHERE k.name = found.name
      AND k.revoked_at IS NULL
    RETURNING k.name, k.user_id
), session AS (
    INSERT INTO public.revoked_sessions (session, user_id, expires_at)
    SELECT 'key:' || revoked.name, revoked.user_id, now() + interval '1 day'
    FROM revoked
    ON CONFLICT (session) DO NOTHING
), bot AS (
    UPDATE public.users AS u
    SET realms = '{}'
    FROM revoked
    WHERE u.id = revoked.user_id
)
SELECT found.revoked_at IS NOT NULL AS is_revoked
FROM found
