-- What is shown of a file of a message changed after the message was sent: its preview was made or cannot be, or
-- its duration was read. The database appends it (../files/announce_attachment.sql).
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids)
VALUES (
    'attachment_processed', NULL, NULL, 'describe_attachment_processed', 'none',
    '{message_id, author_id, attachment_id}'
);

CREATE OR REPLACE FUNCTION audit.describe_attachment_processed(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'processed ' || coalesce(
               (
                   SELECT '"' || a.name || '"'
                   FROM public.attachments AS a
                   WHERE a.id = (_event.payload ->> 'attachment_id')::bigint
                     AND a.deleted_at IS NULL
               ),
               'a deleted file'
           )
           || ' of message ' || (_event.payload ->> 'message_id');
$$;
