-- A message as histories and lists of chats show it, with the UUID of the message that it replies
-- to and the files that are not deleted. The planner inlines it, as it does chat_view().
CREATE OR REPLACE FUNCTION public.message_view(_message public.messages)
RETURNS TABLE (
    message_id    bigint,
    message_uuid  uuid,
    chat_id       bigint,
    sender_id     bigint,
    content       text,
    edited_at     timestamptz,
    reply_to_uuid uuid,
    is_deleted    boolean,
    client_id     uuid,
    sent_at       timestamptz,
    message_type  text,
    attachments   jsonb
)
LANGUAGE sql
STABLE
AS $$
    SELECT _message.id,
           _message.uuid,
           _message.chat_id,
           _message.sender_id,
           _message.content,
           (
               SELECT e.recorded_at
               FROM public.events AS e
               WHERE e.position = _message.edit_position
           ),
           (
               SELECT m.uuid
               FROM public.messages AS m
               WHERE m.id = _message.reply_to
           ),
           _message.is_deleted,
           _message.client_id,
           _message.created_at,
           _message.type,
           CASE WHEN _message.attachments <> '{}' THEN (
               SELECT jsonb_agg(
                   public.describe_file(a) ORDER BY array_position(_message.attachments, a.id)
               )
               FROM public.attachments AS a
               WHERE a.id = ANY (_message.attachments)
                 AND a.size IS NOT NULL
                 AND a.deleted_at IS NULL
           ) END;
$$;
