-- A scheduled message with everything that its author is shown of it: what it replies to, and its files. What a
-- message says that it replies to is for participants only, and its author may have left. The planner inlines it.
CREATE OR REPLACE FUNCTION public.scheduled_view(_scheduled public.scheduled_messages)
RETURNS TABLE (
    scheduled_id bigint,
    in_chat_id   bigint,
    content      text,
    -- As in message_view()
    reply_to     jsonb,
    attachments  jsonb,
    send_at      timestamptz,
    state        text
)
LANGUAGE sql
STABLE
AS $$
    SELECT _scheduled.id,
           _scheduled.chat_id,
           _scheduled.content,
           (
               SELECT jsonb_build_object(
                   'id', m.id,
                   'uuid', m.uuid,
                   'author_id', m.sender_id,
                   'excerpt', CASE
                       WHEN NOT m.is_deleted AND EXISTS (
                           SELECT
                           FROM public.active_participant(_scheduled.chat_id, _scheduled.user_id)
                       ) THEN left(m.content, 201)
                       ELSE ''
                   END
               )
               FROM public.messages AS m
               WHERE m.id = _scheduled.reply_to
           ),
           CASE WHEN _scheduled.attachments <> '{}' THEN (
               SELECT jsonb_agg(
                   public.describe_file(a) ORDER BY array_position(_scheduled.attachments, a.id)
               )
               FROM public.attachments AS a
               WHERE a.id = ANY (_scheduled.attachments)
                 AND a.size IS NOT NULL
                 AND a.deleted_at IS NULL
           ) END,
           _scheduled.send_at,
           _scheduled.state;
$$;
