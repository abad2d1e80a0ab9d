-- The read model: derived from the log by dispatch/project.sql alone, and never
-- written by anyone else (projection/guard_read_model.sql). It has no foreign keys
-- to `users`: the log outlives the people it tells of, and rebuilding the model
-- from the log must give the same rows.

CREATE TABLE public.chats (
    id                bigint      PRIMARY KEY,
    -- The event it began with: its name where names are UUIDs. It is looked up in `events`.
    uuid              uuid        NOT NULL,
    realm             text        NOT NULL,
    type              text        NOT NULL CHECK (type IN ('private', 'group')),
    -- 'low:high' user ids of a private chat; what makes it one chat per pair.
    pair_key          text,
    title             text,
    -- Who began it, where that was not the database; who has the say in a group.
    created_by        bigint,
    -- What it is about, in its realm's words.
    context           jsonb,
    created_at        timestamptz NOT NULL,
    -- Set while it is deleted: nobody is in it then.
    deleted_at        timestamptz,
    -- Messages ever sent here; the newest one's `seq`.
    last_seq          bigint      NOT NULL DEFAULT 0,
    -- Messages that are not deleted, and the newest of them.
    message_count     bigint      NOT NULL DEFAULT 0,
    last_message_id   bigint,
    -- Position of the newest message ever sent here, or of the chat's beginning:
    -- what lists that show deleted messages are ordered and paged by.
    activity_position bigint      NOT NULL,
    UNIQUE (realm, pair_key)
) WITH (fillfactor = 70);

-- The list of all chats of a realm is ordered by what it shows: the newest message that is
-- not deleted, or the chat's beginning.
CREATE INDEX chats_activity ON public.chats (realm, coalesce(last_message_id, id) DESC)
    WHERE deleted_at IS NULL;

-- Groups that a person made and that still exist, which limits/limit_groups.sql counts.
CREATE INDEX chats_groups ON public.chats (created_by) WHERE type = 'group' AND deleted_at IS NULL;

CREATE TABLE public.chat_participants (
    chat_id       bigint      NOT NULL,
    user_id       bigint      NOT NULL,
    role          text        NOT NULL,
    joined_at     timestamptz NOT NULL,
    -- Set while the user is out: who left is a participant no more.
    left_at       timestamptz,
    -- The newest message this user has read: its id, and its place in the chat.
    last_read_id  bigint      NOT NULL DEFAULT 0,
    last_read_seq bigint      NOT NULL DEFAULT 0,
    PRIMARY KEY (chat_id, user_id)
) WITH (fillfactor = 70);

-- Not with chat_id: the members of a chat are the primary key's to find.
CREATE INDEX chat_participants_user ON public.chat_participants (user_id);

CREATE TABLE public.messages (
    -- The position of its `message_sent` event.
    id            bigint      PRIMARY KEY,
    -- The event it was sent with: its name where names are UUIDs.
    uuid          uuid        NOT NULL,
    chat_id       bigint      NOT NULL,
    -- 1, 2, 3, … within the chat, without a gap.
    seq           bigint      NOT NULL,
    sender_id     bigint,
    -- Its latest text, …
    content       text        NOT NULL,
    -- … and the position of the `message_edited` that brought it; NULL where it is the one
    -- that was sent.
    edit_position bigint,
    -- The message of the same chat that it answers, and whether one answers it.
    reply_to      bigint,
    has_replies   boolean     NOT NULL DEFAULT false,
    is_deleted    boolean     NOT NULL DEFAULT false,
    client_id     uuid,
    created_at    timestamptz NOT NULL
) WITH (fillfactor = 90);

-- A history page reads the first of these; an admin's page with deleted ones the second
-- too; and one that keeps the place of what was deleted and has answers, the third.
CREATE INDEX messages_shown ON public.messages (chat_id, id) WHERE NOT is_deleted;
CREATE INDEX messages_deleted ON public.messages (chat_id, id) WHERE is_deleted;
CREATE INDEX messages_with_replies ON public.messages (chat_id, id) WHERE is_deleted AND has_replies;

-- A send repeated with its client_id is one message, for ever.
CREATE UNIQUE INDEX messages_client_id ON public.messages (chat_id, sender_id, client_id)
    WHERE client_id IS NOT NULL;
