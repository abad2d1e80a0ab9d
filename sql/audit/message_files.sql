-- The files of a message as they were sent. An imported message may not say it: then as they are now. The name
-- of a file that is gone is NULL.
CREATE OR REPLACE FUNCTION audit.message_files(_event public.events)
RETURNS TABLE (ordinal bigint, name text)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT f.ordinal, coalesce(_event.payload -> 'files' -> (f.ordinal - 1)::integer ->> 'name', a.name)
    FROM jsonb_array_elements_text(
        CASE _event.kind WHEN 'message_sent' THEN _event.payload -> 'attachments' END
    ) WITH ORDINALITY AS f (id, ordinal)
    LEFT JOIN public.attachments AS a
        ON a.id = f.id::bigint
       AND a.deleted_at IS NULL;
$$;
