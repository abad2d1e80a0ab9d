-- A chat as a reader sees it: the columns of every query for chats. `_reader` is the reader's own
-- row in the chat, NULL if they are not in it; `_participants` is the scope of
-- chat_participants_view().
--
-- A query first selects its page of `chats` and then calls this for the rows of the page. The
-- planner inlines it and the functions that it calls, because each is one SELECT, STABLE and
-- without SET. Each look-up is by one key: see ../append/append_batch.sql.
CREATE OR REPLACE FUNCTION public.chat_view(
    _chat public.chats,
    _reader public.chat_participants,
    _participants text
)
RETURNS TABLE (
    chat_id         bigint,
    chat_uuid       uuid,
    chat_type       text,
    title           text,
    context         jsonb,
    created_by      bigint,
    created_at      timestamptz,
    -- When the newest message was sent, deleted or not, or the chat was created.
    updated_at      timestamptz,
    message_count   bigint,
    unread_count    bigint,
    user_ids        bigint[],
    roles           text[],
    names           text[],
    external_ids    text[],
    are_guests      boolean[],
    last_read_ids   bigint[],
    last_read_uuids uuid[],
    -- The newest message that is not deleted.
    message_id      bigint,
    message_uuid    uuid,
    in_chat_id      bigint,
    sender_id       bigint,
    content         text,
    message_type    text,
    system          jsonb,
    reply_to        jsonb,
    forwarded_from  jsonb,
    attachments     jsonb,
    reactions       jsonb,
    mentions        bigint[],
    client_id       uuid,
    sent_at         timestamptz,
    edited_at       timestamptz,
    deleted_at      timestamptz
)
LANGUAGE sql
STABLE
AS $$
    SELECT _chat.id,
           _chat.uuid,
           _chat.type,
           _chat.title,
           _chat.context,
           _chat.created_by,
           _chat.created_at,
           CASE
               WHEN _chat.activity_position = last.id THEN last.created_at
               ELSE coalesce((
                   SELECT m.created_at
                   FROM public.messages AS m
                   WHERE m.id = _chat.activity_position
               ), _chat.created_at)
           END,
           _chat.message_count,
           unread.unread_count,
           participants.user_ids,
           participants.roles,
           participants.names,
           participants.external_ids,
           participants.are_guests,
           participants.last_read_ids,
           participants.last_read_uuids,
           shown.*
    FROM public.unread_count(_chat, _reader) AS unread
    CROSS JOIN LATERAL public.chat_participants_view(
        _chat.realm, _chat.id, _reader.user_id, _participants
    ) AS participants
    LEFT JOIN LATERAL (
        SELECT m.*
        FROM public.messages AS m
        WHERE m.id = _chat.last_message_id
        OFFSET 0
    ) AS last ON true
    LEFT JOIN LATERAL public.message_view(last, NULL, NULL, true) AS shown ON true;
$$;
