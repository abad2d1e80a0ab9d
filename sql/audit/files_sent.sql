-- The files that were sent in a chat, with their names and sizes as they were sent. Those of an erased user are NULL,
-- and so is the media type of a file that was deleted.
--
--     SELECT * FROM audit.files_sent(1);
CREATE OR REPLACE FUNCTION audit.files_sent(chat_id bigint)
RETURNS TABLE (
    message_id bigint,
    at         timestamptz,
    sender     text,
    file       text,
    media_type text,
    bytes      bigint,
    message    text
)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
    SELECT audit.require_chat(chat_id);

    SELECT e.position, e.recorded_at, audit.label_at(e.actor_id, e.position),
           coalesce(sent.file ->> 'name', a.name), a.mime, coalesce((sent.file ->> 'size')::bigint, a.size),
           audit.said(audit.text_state(e))
    FROM public.events AS e
    CROSS JOIN LATERAL jsonb_array_elements_text(e.payload -> 'attachments') WITH ORDINALITY AS f (id, ordinal)
    CROSS JOIN LATERAL (SELECT e.payload -> 'files' -> (f.ordinal - 1)::integer AS file) AS sent
    LEFT JOIN public.attachments AS a
        ON a.id = f.id::bigint
       AND a.deleted_at IS NULL
    WHERE e.chat_id = files_sent.chat_id
      AND e.kind = 'message_sent'
      AND e.payload ? 'attachments'
    ORDER BY e.position, f.ordinal;
$$;
