-- A chat as its readers see it: the columns of every query for chats, without those of
-- chat_for_reader() or, for older contracts, of unread_count(). `_reader_id` is the reader; NULL for a reader
-- outside of the chat, or for a row that several readers share. `_members` is the scope of chat_members();
-- with `pair` the chat has every column, but of a group no members; else those of the older contracts.
--
-- A query first selects its page of `chats` and then calls this for the rows of the page. The
-- planner inlines it and the functions that it calls, because each is one SELECT, STABLE and
-- without SET. Each look-up is by one key: see ../append/append_batch.sql.
CREATE OR REPLACE FUNCTION public.chat_view(
    _chat      public.chats,
    _reader_id bigint,
    _members   text
)
RETURNS TABLE (
    chat_id         bigint,
    chat_uuid       uuid,
    chat_type       text,
    title           text,
    -- The attachment that is its picture, unless its owner was erased.
    picture_id      bigint,
    context         jsonb,
    -- What the application keeps with it; NULL: nothing.
    chat_custom     jsonb,
    created_by      bigint,
    created_at      timestamptz,
    -- When the newest message was sent, deleted or not, or the chat was created.
    updated_at      timestamptz,
    message_count   bigint,
    -- In the order in which they were pinned; NULL if there are none.
    pinned_ids      bigint[],
    pinned_by_ids   bigint[],
    pinned_ats      timestamptz[],
    member_count    bigint,
    user_ids        bigint[],
    roles           text[],
    joined_ats      timestamptz[],
    names           text[],
    external_ids    text[],
    user_roles      text[],
    picture_ids     bigint[],
    avatar_urls     text[],
    last_seens      timestamptz[],
    last_read_ids   bigint[],
    last_read_uuids uuid[],
    -- The newest message that is not deleted, with `pair` also the newest system message. No reaction
    -- or vote is marked as a reader's own.
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
    poll            jsonb,
    mentions        jsonb,
    custom          jsonb,
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
           CASE WHEN _members = 'pair' THEN (
               SELECT a.id
               FROM public.attachments AS a
               WHERE a.id = _chat.picture_id
                 AND a.deleted_at IS NULL
           ) END,
           _chat.context,
           CASE WHEN _members = 'pair' THEN _chat.custom END,
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
           pinned.message_ids,
           pinned.by_ids,
           pinned.ats,
           CASE WHEN _members = 'pair' THEN (
               SELECT count(*)
               FROM public.chat_participants AS p
               WHERE p.chat_id = _chat.id
           ) END,
           members.*,
           shown.*
    FROM (
        SELECT CASE
                   WHEN _members = 'pair'
                       AND _chat.last_system_id > coalesce(_chat.last_message_id, 0)
                       THEN _chat.last_system_id
               END AS system_id
        OFFSET 0
    ) AS newest
    CROSS JOIN LATERAL public.chat_members(
        _chat.realm,
        CASE WHEN _members <> 'pair' OR _chat.type <> 'group' THEN _chat.id END,
        _reader_id,
        _members
    ) AS members
    LEFT JOIN LATERAL (
        SELECT array_agg(p.message_id ORDER BY p.id) AS message_ids,
               array_agg(p.pinned_by ORDER BY p.id) AS by_ids,
               array_agg(p.pinned_at ORDER BY p.id) AS ats
        FROM public.pins AS p
        WHERE p.chat_id = CASE WHEN _members = 'pair' THEN _chat.id END
        OFFSET 0
    ) AS pinned ON true
    LEFT JOIN LATERAL (
        SELECT m.*
        FROM public.messages AS m
        WHERE m.id = _chat.last_message_id
          AND newest.system_id IS NULL
        OFFSET 0
    ) AS last ON true
    LEFT JOIN LATERAL public.message_view(
        last, newest.system_id, NULL, _members <> 'pair'
    ) AS shown ON true;
$$;
