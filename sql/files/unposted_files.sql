-- The number of files of a user that are in no message yet, running uploads included.
CREATE OR REPLACE FUNCTION public.unposted_files(_owner_id bigint)
RETURNS bigint
LANGUAGE sql
STABLE
AS $$
    SELECT count(*)
    FROM public.attachments AS a
    WHERE a.owner_id = _owner_id
      AND NOT a.is_posted
      AND a.deleted_at IS NULL
      AND NOT EXISTS (
          SELECT
          FROM public.messages AS m
          WHERE m.attachments @> ARRAY[a.id]
            AND m.attachments <> '{}'
      );
$$;
