-- Registers an upload under the storage key $1 in the realm $2, by the user $3, of a file named $4,
-- unless the user already has $5 unposted files, running uploads included.
INSERT INTO public.attachments (key, realm, owner_id, name)
SELECT $1, $2, $3, $4
WHERE $5 > (
    SELECT count(*)
    FROM public.attachments AS a
    WHERE a.owner_id = $3
      AND NOT a.is_posted
      AND a.deleted_at IS NULL
      AND NOT EXISTS (
          SELECT
          FROM public.messages AS m
          WHERE m.attachments @> ARRAY[a.id]
            AND m.attachments <> '{}'
      )
)
RETURNING id
