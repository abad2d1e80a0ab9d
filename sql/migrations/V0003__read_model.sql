-- The read model: derived from the log by dispatch/project.sql alone, and never
-- written by anyone else (projection/guard_read_model.sql). It has no foreign keys
-- to `users`: the log outlives its users, and rebuilding the model
-- from the log must give the same rows.

CREATE TABLE public.chats (
    id                bigint      PRIMARY KEY,
    -- Its `chat_created` event: the chat's id in realms that use UUIDs. Looked up in `events`.
    uuid              uuid        NOT NULL,
    realm             text        NOT NULL,
    type              text        NOT NULL CHECK (type IN ('private', 'group')),
    -- 'low:high' user ids of a private chat; what makes it one chat per pair.
    pair_key          text,
    title             text,
    -- Its creator, who manages a group; NULL if the database created it.
    created_by        bigint,
    -- What it is about: an object of its realm's own.
    context           jsonb,
    created_at        timestamptz NOT NULL,
    -- Set while it is deleted: it has no participants then.
    deleted_at        timestamptz,
    -- Messages ever sent here; the newest one's `seq`.
    last_seq          bigint      NOT NULL DEFAULT 0,
    -- Messages that are not deleted, and the newest of them.
    message_count     bigint      NOT NULL DEFAULT 0,
    last_message_id   bigint,
    -- Position of the newest message ever sent here, or of the chat's creation: the order of
    -- lists that show deleted messages.
    activity_position bigint      NOT NULL,
    UNIQUE (realm, pair_key)
) WITH (fillfactor = 70);

-- The list of all chats of a realm is ordered by what it shows: the newest message that is
-- not deleted, or the chat's creation.
CREATE INDEX chats_activity ON public.chats (realm, coalesce(last_message_id, id) DESC)
    WHERE deleted_at IS NULL;

-- Groups that a user created and that still exist, which limits/limit_groups.sql counts.
CREATE INDEX chats_groups ON public.chats (created_by) WHERE type = 'group' AND deleted_at IS NULL;

CREATE TABLE public.chat_participants (
    chat_id       bigint      NOT NULL,
    user_id       bigint      NOT NULL,
    role          text        NOT NULL,
    joined_at     timestamptz NOT NULL,
    -- Set while the user is not a participant.
    left_at       timestamptz,
    -- The newest message this user has read: its id, and its place in the chat.
    last_read_id  bigint      NOT NULL DEFAULT 0,
    last_read_seq bigint      NOT NULL DEFAULT 0,
    PRIMARY KEY (chat_id, user_id)
) WITH (fillfactor = 70);

-- Without chat_id: the participants of a chat are found by the primary key.
CREATE INDEX chat_participants_user ON public.chat_participants (user_id);

CREATE TABLE public.messages (
    -- The position of its `message_sent` event.
    id            bigint      PRIMARY KEY,
    -- Its `message_sent` event: the message's id in realms that use UUIDs.
    uuid          uuid        NOT NULL,
    chat_id       bigint      NOT NULL,
    -- 1, 2, 3, … within the chat, without a gap.
    seq           bigint      NOT NULL,
    sender_id     bigint,
    -- Its latest text, …
    content       text        NOT NULL,
    -- … and the position of its `message_edited`; NULL if it was not edited.
    edit_position bigint,
    -- The message of the same chat that it replies to, and whether it has replies itself.
    reply_to      bigint,
    has_replies   boolean     NOT NULL DEFAULT false,
    is_deleted    boolean     NOT NULL DEFAULT false,
    client_id     uuid,
    created_at    timestamptz NOT NULL
) WITH (fillfactor = 90);

-- A history page reads the first of these; an admin's page with deleted messages the second
-- too; one that shows deleted messages with replies as placeholders, the third.
CREATE INDEX messages_shown ON public.messages (chat_id, id) WHERE NOT is_deleted;
CREATE INDEX messages_deleted ON public.messages (chat_id, id) WHERE is_deleted;
CREATE INDEX messages_with_replies ON public.messages (chat_id, id)
    WHERE is_deleted AND has_replies;

-- A send repeated with its client_id is one message, for ever.
CREATE UNIQUE INDEX messages_client_id ON public.messages (chat_id, sender_id, client_id)
    WHERE client_id IS NOT NULL;
