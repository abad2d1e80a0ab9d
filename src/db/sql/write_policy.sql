-- Writes the policy of the realm $1, which is served again if it was retired.
INSERT INTO public.realms AS r (realm, policy)
VALUES ($1, $2)
ON CONFLICT (realm) DO UPDATE
SET policy = excluded.policy,
    retired_at = NULL
