-- What a chat is to one reader; chat_view() has the rest. `_reader` is the reader's own row in the
-- chat, NULL if they are not in it. `refusal_to_write` and `refusal_to_act` are what the decisions on
-- a message and on any other action would answer now, NULL if they would allow it. The permissions of the
-- reader are computed from them, so that they cannot differ from the decisions.
--
-- The planner inlines it, as it does chat_view().
CREATE OR REPLACE FUNCTION public.chat_for_reader(
    _chat    public.chats,
    _reader  public.chat_participants,
    _user_id bigint
)
RETURNS TABLE (
    unread_count     bigint,
    unread_mentions  bigint,
    -- Whether the reader's list has the chat.
    is_listed        boolean,
    own_role         text,
    own_last_read_id bigint,
    -- NULL unless the reader has muted the chat and that time is to come.
    muted_until      timestamptz,
    is_pinned        boolean,
    is_archived      boolean,
    draft_text       text,
    draft_reply_to   bigint,
    refusal_to_write text,
    refusal_to_act   text,
    -- The other user of a private chat, if the reader knows of them.
    counterpart_id   bigint,
    -- The members who block the reader, who therefore sees neither their presence nor their read marks;
    -- NULL if there are none.
    blocker_ids      bigint[],
    -- The emojis with which the reader reacts to the newest message; NULL if there are none.
    own_reactions    text[],
    -- The options that the reader has chosen, if the newest message is a poll; NULL if there are none.
    own_option_ids   jsonb
)
LANGUAGE sql
STABLE
AS $$
    SELECT unread.unread_count,
           mentioning.unread_mentions,
           coalesce(s.hidden_seq < _chat.last_seq, true),
           CASE WHEN _reader.user_id IS NOT NULL THEN public.member_role(_chat, _reader) END,
           coalesce(_reader.own_read_id, _reader.last_read_id, 0),
           CASE WHEN s.muted_until > now() THEN s.muted_until END,
           coalesce(s.is_pinned, false),
           coalesce(s.is_archived, false),
           draft.text,
           draft.reply_to,
           to_write.code,
           to_act.code,
           (
               SELECT other.user_id
               FROM (
                   SELECT p.user_id
                   FROM public.chat_participants AS p
                   WHERE p.chat_id = CASE _chat.type WHEN 'private' THEN _chat.id END
                   UNION ALL
                   SELECT f.user_id
                   FROM public.former_participants AS f
                   WHERE f.chat_id = CASE _chat.type WHEN 'private' THEN _chat.id END
                   OFFSET 0
               ) AS other
               WHERE other.user_id <> _user_id
                 AND public.is_known(_chat.realm, other.user_id, _user_id)
               LIMIT 1
           ),
           (
               SELECT array_agg(blocking.user_id)
               FROM (
                   -- The two of a chat are looked up: strangers choose how many people block a seller.
                   SELECT p.user_id
                   FROM public.chat_participants AS p
                   CROSS JOIN LATERAL (
                       SELECT b.id
                       FROM public.blocks AS b
                       WHERE b.realm = _chat.realm
                         AND b.blocker_id = p.user_id
                         AND b.blocked_id = _user_id
                       OFFSET 0
                   ) AS b
                   WHERE p.chat_id = CASE WHEN _chat.type <> 'group' THEN _chat.id END
                   UNION ALL
                   -- A group has more members than people mostly block one.
                   SELECT p.user_id
                   FROM (
                       SELECT b.realm, b.blocker_id
                       FROM public.blocks AS b
                       WHERE b.blocked_id = CASE _chat.type WHEN 'group' THEN _user_id END
                       OFFSET 0
                   ) AS b
                   CROSS JOIN LATERAL (
                       SELECT p.user_id
                       FROM public.chat_participants AS p
                       WHERE p.chat_id = _chat.id
                         AND p.user_id = b.blocker_id
                       OFFSET 0
                   ) AS p
                   WHERE b.realm = _chat.realm
                   OFFSET 0
               ) AS blocking
           ),
           (
               SELECT array_agg(r.emoji)
               FROM public.reaction_counts AS r
               WHERE r.message_id = _chat.last_message_id
                 AND public.is_own_reaction(r.message_id, r.emoji, _user_id)
           ),
           to_jsonb(public.own_option_ids(_chat.last_message_id, _user_id))
    FROM public.unread_count(_chat, _reader) AS unread
    CROSS JOIN LATERAL public.unread_mentions(_chat, _reader) AS mentioning
    CROSS JOIN LATERAL public.refusal_to_write(
        _chat.realm, _user_id, _chat.id, _chat.type
    ) AS to_write
    CROSS JOIN LATERAL public.refusal(_chat.realm, _user_id, '{}') AS to_act
    LEFT JOIN LATERAL (
        SELECT s.hidden_seq, s.muted_until, s.is_pinned, s.is_archived
        FROM public.chat_settings AS s
        WHERE s.chat_id = _chat.id
          AND s.user_id = _reader.user_id
        OFFSET 0
    ) AS s ON true
    LEFT JOIN LATERAL (
        SELECT d.text, d.reply_to
        FROM public.drafts AS d
        WHERE d.user_id = _reader.user_id
          AND d.chat_id = _chat.id
        OFFSET 0
    ) AS draft ON true;
$$;
