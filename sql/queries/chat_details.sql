-- A chat with everything that a reader is shown of it. `_reader` is the reader's own row in the chat,
-- NULL if they are not in it. `refusal_to_write` and `refusal_to_act` are what the decisions on
-- a message and on any other action would answer now, NULL if they would allow it. The permissions of the
-- reader are computed from them, so that they cannot differ from the decisions.
--
-- The planner inlines it, as it does chat_view().
CREATE OR REPLACE FUNCTION public.chat_details(
    _chat    public.chats,
    _reader  public.chat_participants,
    _user_id bigint
)
RETURNS TABLE (
    chat_id           bigint,
    chat_type         text,
    title             text,
    context           jsonb,
    created_at        timestamptz,
    members           jsonb,
    member_count      bigint,
    unread_count      bigint,
    unread_mentions   bigint,
    own_role          text,
    own_last_read_id  bigint,
    refusal_to_write  text,
    refusal_to_act    text,
    -- The other user of a private chat, if the reader knows of them.
    counterpart_id    bigint,
    -- The newest message that is not deleted.
    message_id        bigint,
    in_chat_id        bigint,
    author_id         bigint,
    content           text,
    message_type      text,
    reply_to          jsonb,
    attachments       jsonb,
    mentions          bigint[],
    client_id         uuid,
    sent_at           timestamptz,
    edited_at         timestamptz,
    deleted_at        timestamptz
)
LANGUAGE sql
STABLE
AS $$
    SELECT _chat.id,
           _chat.type,
           _chat.title,
           _chat.context,
           _chat.created_at,
           members.members,
           members.member_count,
           unread.unread_count,
           (
               SELECT count(*)
               FROM public.messages AS m
               WHERE m.mentions <> '{}'
                 AND NOT m.is_deleted
                 AND (m.chat_id, m.id) > (_chat.id, _reader.last_read_id)
                 AND (m.chat_id, m.id) < (_chat.id + 1, 0)
                 AND _user_id = ANY (m.mentions)
           ),
           CASE WHEN _reader.user_id IS NOT NULL THEN public.member_role(_chat, _reader) END,
           coalesce(_reader.last_read_id, 0),
           to_write.code,
           to_act.code,
           (
               SELECT other.user_id
               FROM (
                   SELECT p.user_id
                   FROM public.chat_participants AS p
                   WHERE p.chat_id = _chat.id
                   OFFSET 0
               ) AS other
               WHERE _chat.type = 'private'
                 AND other.user_id <> _user_id
                 AND public.is_known(_chat.realm, other.user_id, _user_id)
               LIMIT 1
           ),
           shown.*
    FROM public.unread_count(_chat, _reader) AS unread
    CROSS JOIN LATERAL public.chat_members(_chat) AS members
    CROSS JOIN LATERAL public.refusal_to_write(
        _chat.realm, _user_id, _chat.id, _chat.type
    ) AS to_write
    CROSS JOIN LATERAL public.refusal(_chat.realm, _user_id, '{}') AS to_act
    LEFT JOIN LATERAL (
        SELECT m.*
        FROM public.messages AS m
        WHERE m.id = _chat.last_message_id
        OFFSET 0
    ) AS last ON true
    LEFT JOIN LATERAL public.message_details(last) AS shown ON true;
$$;
