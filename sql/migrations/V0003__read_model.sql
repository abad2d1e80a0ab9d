-- The read model: derived from the log by routines/project.sql alone, and never
-- written by anyone else (routines/guard_read_model.sql). It has no foreign keys
-- to `users`: the log outlives the people it tells of, and rebuilding the model
-- from the log must give the same rows.

CREATE TABLE public.chats (
    id                bigint      PRIMARY KEY,
    realm             text        NOT NULL,
    -- 'low:high' user ids of a private chat; what makes it one chat per pair.
    pair_key          text,
    created_at        timestamptz NOT NULL,
    -- Messages ever sent here; the newest one's `seq`.
    last_seq          bigint      NOT NULL DEFAULT 0,
    -- Messages that are not deleted, and the newest of them.
    message_count     bigint      NOT NULL DEFAULT 0,
    last_message_id   bigint,
    -- Position of the newest message ever sent here, or of the chat's beginning:
    -- what lists are ordered and paged by.
    activity_position bigint      NOT NULL,
    UNIQUE (realm, pair_key)
) WITH (fillfactor = 70);

CREATE INDEX chats_activity ON public.chats (realm, activity_position DESC);

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

CREATE INDEX chat_participants_user ON public.chat_participants (user_id, chat_id)
    WHERE left_at IS NULL;

CREATE TABLE public.messages (
    -- The position of its `message_sent` event.
    id         bigint      PRIMARY KEY,
    chat_id    bigint      NOT NULL,
    -- 1, 2, 3, … within the chat, without a gap.
    seq        bigint      NOT NULL,
    sender_id  bigint,
    content    text        NOT NULL,
    is_deleted boolean     NOT NULL DEFAULT false,
    client_id  uuid,
    created_at timestamptz NOT NULL
) WITH (fillfactor = 90);

-- A history page reads one of these two, an admin's page with deleted ones both.
CREATE INDEX messages_shown ON public.messages (chat_id, id) WHERE NOT is_deleted;
CREATE INDEX messages_deleted ON public.messages (chat_id, id) WHERE is_deleted;

-- A send repeated with its client_id is one message, for ever.
CREATE UNIQUE INDEX messages_client_id ON public.messages (chat_id, sender_id, client_id)
    WHERE client_id IS NOT NULL;
