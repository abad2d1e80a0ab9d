-- The names of the files of a message that are not deleted, as a list with commas; empty if there are
-- none. The planner inlines it, as it does chat_view().
CREATE OR REPLACE FUNCTION public.file_names(_attachments bigint[])
RETURNS TABLE (names text)
LANGUAGE sql
STABLE
AS $$
    SELECT coalesce(string_agg(a.name, ', ' ORDER BY a.id), '')
    FROM public.attachments AS a
    WHERE a.id = ANY (_attachments)
      AND a.deleted_at IS NULL;
$$;
