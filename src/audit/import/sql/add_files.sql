-- The ids of files by key, name and owner, of the realms $4. Those that are not here are added without a
-- content, as if their upload had never ended, so that no reader sees them. They expire after a day if no
-- message has them, unless $5.
WITH given AS (
    SELECT f.*
    FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[]) AS f (key, name, owner_id, realm)
), added AS (
    INSERT INTO public.attachments (key, realm, owner_id, name, is_posted)
    SELECT g.key, g.realm, g.owner_id, g.name, $5
    FROM given AS g
    ON CONFLICT (key) DO NOTHING
    RETURNING key, id
)
SELECT a.key, a.id
FROM added AS a
UNION ALL
SELECT stored.key, stored.id
FROM given AS g
CROSS JOIN LATERAL (
    SELECT a.key, a.id, a.owner_id
    FROM public.attachments AS a
    WHERE a.key = g.key
    OFFSET 0
) AS stored
-- The readers of this chat must not see another user's file.
WHERE stored.owner_id = g.owner_id
