-- A message with everything that is shown of it: what it replies to, its files, its reactions, its poll, whom
-- it mentions, and when it was edited and deleted. If `_message` is NULL, it is the system message
-- `_system_id`, which has a text for each language instead of one of its own.
--
-- A deleted message has no text, files, reactions, poll or custom data. `_as_stored`, for contracts that show
-- deleted messages to admins, no reactions, and of polls the text: it keeps its text and files, and no message
-- has reactions, a poll or custom data. `_reader_id` is the user whose own reactions and votes are marked. The planner inlines it, as it does chat_view(), and leaves out what
-- constant arguments exclude.
CREATE OR REPLACE FUNCTION public.message_view(
    _message   public.messages,
    _system_id bigint,
    _reader_id bigint,
    _as_stored boolean
)
RETURNS TABLE (
    message_id   bigint,
    message_uuid uuid,
    in_chat_id   bigint,
    sender_id    bigint,
    content      text,
    message_type text,
    -- system_message(); NULL for a message of a user
    system       jsonb,
    -- {"id", "uuid", "author_id", "excerpt"}; one character more than is shown tells whether it would cut one
    reply_to     jsonb,
    -- {"message_id", "author_id", "chat_id"}
    forwarded_from jsonb,
    attachments  jsonb,
    -- [{"emoji", "count", "mine"}], NULL if there are none
    reactions    jsonb,
    -- poll_view(); NULL if it is no poll
    poll         jsonb,
    -- payload/are_mentions.sql; NULL if there are none
    mentions     jsonb,
    -- NULL if there are none
    custom       jsonb,
    client_id    uuid,
    sent_at      timestamptz,
    edited_at    timestamptz,
    deleted_at   timestamptz
)
LANGUAGE sql
STABLE
AS $$
    SELECT coalesce(_message.id, _system_id),
           CASE WHEN _system_id IS NULL THEN _message.uuid ELSE (
               SELECT e.event_id
               FROM public.events AS e
               WHERE e.position = _system_id
           ) END,
           CASE WHEN _system_id IS NULL THEN _message.chat_id ELSE (
               SELECT e.chat_id
               FROM public.events AS e
               WHERE e.position = _system_id
           ) END,
           _message.sender_id,
           CASE WHEN _message.is_deleted AND NOT _as_stored THEN ''
                ELSE coalesce(_message.content, '') END,
           coalesce(_message.type, 'text'),
           CASE WHEN _system_id IS NOT NULL THEN public.system_message(_system_id) END,
           (
               SELECT jsonb_build_object(
                   'id', m.id,
                   'uuid', m.uuid,
                   'author_id', m.sender_id,
                   'excerpt', CASE WHEN m.is_deleted THEN '' ELSE left(m.content, 201) END
               )
               FROM public.messages AS m
               WHERE m.id = _message.reply_to
           ),
           CASE WHEN NOT _message.is_deleted THEN _message.forwarded_from END,
           CASE WHEN _message.attachments <> '{}' AND (_as_stored OR NOT _message.is_deleted) THEN (
               SELECT jsonb_agg(
                   public.describe_file(a) ORDER BY array_position(_message.attachments, a.id)
               )
               FROM public.attachments AS a
               WHERE a.id = ANY (_message.attachments)
                 AND a.size IS NOT NULL
                 AND a.deleted_at IS NULL
           ) END,
           CASE WHEN NOT _as_stored THEN (
               SELECT jsonb_agg(
                   jsonb_build_object(
                       'emoji', r.emoji,
                       'count', r.count,
                       'mine', public.is_own_reaction(r.message_id, r.emoji, _reader_id)
                   )
                   ORDER BY r.id
               )
               FROM public.reaction_counts AS r
               WHERE r.message_id = _message.id
           ) END,
           CASE WHEN _message.poll IS NOT NULL AND NOT _message.is_deleted AND NOT _as_stored
               THEN public.poll_view(_message.id, _message.poll, _reader_id) END,
           CASE WHEN NOT _message.is_deleted THEN _message.mention_places END,
           CASE WHEN NOT _as_stored THEN _message.custom END,
           _message.client_id,
           CASE WHEN _system_id IS NULL THEN _message.created_at ELSE (
               SELECT e.recorded_at
               FROM public.events AS e
               WHERE e.position = _system_id
           ) END,
           (
               SELECT e.recorded_at
               FROM public.events AS e
               WHERE e.position = _message.edit_position
           ),
           (
               SELECT e.recorded_at
               FROM public.events AS e
               WHERE e.position = _message.delete_position
           );
$$;
