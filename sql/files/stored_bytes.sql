-- The size in bytes of all files of a user in a realm. A resumable upload counts as a whole from its
-- beginning.
CREATE OR REPLACE FUNCTION public.stored_bytes(_owner_id bigint, _realm text)
RETURNS bigint
LANGUAGE sql
STABLE
AS $$
    SELECT coalesce(sum(
               CASE
                   WHEN a.size IS NOT NULL THEN a.size
                   ELSE (
                       SELECT u.length
                       FROM public.uploads AS u
                       WHERE u.attachment_id = a.id
                   )
               END
           ), 0)::bigint
    FROM public.attachments AS a
    WHERE a.owner_id = _owner_id
      AND a.realm = _realm
      AND a.deleted_at IS NULL;
$$;
