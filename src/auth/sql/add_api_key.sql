-- Adds the key with the name $1, the SHA-256 $2, the realm $3 and the scopes $4, and its user, who
-- belongs to that realm alone. No row if there is or was a key with this name.
WITH free AS (
    SELECT $1::text AS name
    WHERE NOT EXISTS (SELECT FROM public.api_keys AS k WHERE k.name = $1)
), bot AS (
    INSERT INTO public.users (external_id, name, role, realms)
    SELECT 'key:' || free.name, free.name, 'service', ARRAY[$3::text]
    FROM free
    RETURNING id
)
INSERT INTO public.api_keys (name, key_hash, realm, scopes, user_id)
SELECT $1, $2, $3, $4::text[], bot.id
FROM bot
RETURNING user_id
