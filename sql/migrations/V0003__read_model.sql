-- The read model. Only project() (dispatch/project.sql) writes it, from the log
-- (dispatch/guard_read_model.sql). It has no foreign keys to `users`: the log outlives its users,
-- and rebuilding the read model must give the same rows.

-- Its tables, each registered below its CREATE TABLE. From this list they get the trigger that protects
-- them (dispatch/guard_read_model.sql); what has the trigger is verified, rebuilt and readable by the server.
CREATE TABLE public.read_model_tables (
    name               text    PRIMARY KEY,
    -- Whether a DELETE by plain SQL is turned into an event: projection/participant_delete_to_event.sql.
    deletes_are_events boolean NOT NULL DEFAULT false
);

CREATE TABLE public.chats (
    id                bigint      PRIMARY KEY,
    -- The `event_id` of its `chat_created`, the chat's id in realms that use UUIDs. Looked up in
    -- `events`.
    uuid              uuid        NOT NULL,
    realm             text        NOT NULL,
    type              text        NOT NULL,
    -- The user ids of a private chat, 'low:high'; unique, so that a pair has one chat.
    pair_key          text,
    title             text,
    -- The position of the latest `chat_renamed`; NULL if there is none.
    title_position    bigint,
    -- The attachment that is its picture.
    picture_id        bigint,
    -- Its creator; NULL if the database created it.
    created_by        bigint,
    -- The subject of the chat, an object that only its realm interprets.
    context           jsonb,
    -- What the application keeps with it, an object; NULL: nothing.
    custom            jsonb,
    -- The position of the latest `chat_custom_changed`; NULL if there is none.
    custom_position   bigint,
    created_at        timestamptz NOT NULL,
    -- Set while the chat is deleted; then it has no participants.
    deleted_at        timestamptz,
    -- The number of messages ever sent, which is the `seq` of the newest one.
    last_seq          bigint      NOT NULL DEFAULT 0,
    -- The number of messages that are not deleted, and the newest of them.
    message_count     bigint      NOT NULL DEFAULT 0,
    last_message_id   bigint,
    -- The newest of its `system_messages`; NULL if there is none.
    last_system_id    bigint,
    -- Whether it ever had a message that is no visit of its sender: projection/is_visit.sql.
    has_other_than_visits boolean NOT NULL DEFAULT false,
    -- The position of the newest message ever sent, or of the chat's creation: the order of lists
    -- that show deleted messages.
    activity_position bigint      NOT NULL,
    -- The newest message that is not deleted, or the chat's creation, to 256 positions: the order of
    -- lists of all chats. An index on the exact position would change with each message, and then
    -- no update of this table is HOT; this one changes once for as many events.
    activity_bucket   bigint      NOT NULL
                                  GENERATED ALWAYS AS (coalesce(last_message_id, id) >> 8) STORED,
    UNIQUE (realm, pair_key)
) WITH (fillfactor = 70);

INSERT INTO public.read_model_tables (name) VALUES ('chats');

CREATE INDEX chats_activity ON public.chats (realm, activity_bucket DESC)
    WHERE deleted_at IS NULL;

-- Finds the chats whose picture a file is.
CREATE INDEX chats_pictures ON public.chats (picture_id) WHERE picture_id IS NOT NULL;

-- Finds the groups of a realm by their titles.
CREATE INDEX chats_titled ON public.chats (realm) WHERE type = 'group' AND deleted_at IS NULL;

-- The groups that a user created and that are not deleted; limits/limit_groups.sql counts them.
CREATE INDEX chats_groups ON public.chats (created_by) WHERE type = 'group' AND deleted_at IS NULL;

-- The present members of chats. Other systems query it with plain SQL.
CREATE TABLE public.chat_participants (
    -- Unique without an index, which each join would have to maintain: projection/participant_id.sql.
    id            bigint      NOT NULL,
    chat_id       bigint      NOT NULL,
    user_id       bigint      NOT NULL,
    -- In a group `owner` (see access/group_owner.sql), `admin` or anything else for a member.
    role          text        NOT NULL,
    joined_at     timestamptz NOT NULL,
    -- The newest message that the user has read, as others see it: its id and `seq`. It never moves back.
    last_read_id  bigint      NOT NULL DEFAULT 0,
    last_read_seq bigint      NOT NULL DEFAULT 0,
    -- The same as the user's own devices see it, while it is lower: the user has marked the chat unread
    -- (events/chat_marked_unread.sql). Otherwise NULL.
    own_read_id   bigint,
    own_read_seq  bigint,
    PRIMARY KEY (chat_id, user_id)
) WITH (fillfactor = 70);

INSERT INTO public.read_model_tables (name, deletes_are_events) VALUES ('chat_participants', true);

-- The chats of a user, looked up by `user_id + 0`. An index on `user_id` would fit the look-up of
-- one participant too: where most users have one chat, the planner takes it for as good as the
-- primary key, and the look-up reads all chats of a user who has thousands.
CREATE INDEX chat_participants_user ON public.chat_participants ((user_id + 0))
    INCLUDE (user_id, chat_id);

-- The former members of chats, until they join again.
CREATE TABLE public.former_participants (
    -- What their row in `chat_participants` had.
    id            bigint      NOT NULL,
    chat_id       bigint      NOT NULL,
    user_id       bigint      NOT NULL,
    role          text        NOT NULL,
    joined_at     timestamptz NOT NULL,
    last_read_id  bigint      NOT NULL,
    last_read_seq bigint      NOT NULL,
    -- The time and the position of the latest event that removed them.
    left_at       timestamptz NOT NULL,
    left_position bigint      NOT NULL,
    PRIMARY KEY (chat_id, user_id)
);

INSERT INTO public.read_model_tables (name) VALUES ('former_participants');

-- The chats that a user has left, by `user_id + 0`, in the order in which they left them.
CREATE INDEX former_participants_user ON public.former_participants ((user_id + 0), left_position)
    INCLUDE (user_id, chat_id);

-- The present and former members of chats; `left_at` is NULL for the present ones.
CREATE VIEW public.all_participants AS
SELECT p.id, p.chat_id, p.user_id, p.role, p.joined_at, p.last_read_id, p.last_read_seq,
       NULL::timestamptz AS left_at
FROM public.chat_participants AS p
UNION ALL
SELECT f.id, f.chat_id, f.user_id, f.role, f.joined_at, f.last_read_id, f.last_read_seq,
       f.left_at
FROM public.former_participants AS f;

CREATE TABLE public.messages (
    -- The position of its `message_sent` event.
    id            bigint      PRIMARY KEY,
    -- The `event_id` of its `message_sent`, the message's id in realms that use UUIDs.
    uuid          uuid        NOT NULL,
    chat_id       bigint      NOT NULL,
    -- 1, 2, 3, … within the chat, without a gap.
    seq           bigint      NOT NULL,
    sender_id     bigint,
    -- The latest text.
    content       text        NOT NULL,
    -- The position of the latest `message_edited`; NULL if there is none.
    edit_position bigint,
    -- The message of the same chat that it replies to, and whether it has replies itself.
    reply_to      bigint,
    has_replies   boolean     NOT NULL DEFAULT false,
    is_deleted    boolean     NOT NULL DEFAULT false,
    -- The position of the `message_deleted`; NULL if there is none.
    delete_position bigint,
    client_id     uuid,
    created_at    timestamptz NOT NULL,
    -- The users whom the message mentions, each once.
    mentions      bigint[]    NOT NULL DEFAULT '{}',
    -- The same users with their places in the latest text, as in the log: payload/are_mentions.sql. NULL if there
    -- are none.
    mention_places jsonb,
    -- What the application keeps with it, an object; NULL: nothing, as if it is deleted.
    custom        jsonb,
    -- The position of the latest `message_custom_changed`; NULL if there is none.
    custom_position bigint,
    -- Whether nobody is notified of it.
    is_silent     boolean     NOT NULL DEFAULT false,
    -- What the latest text is found by: search/message_words.sql.
    words         tsvector    NOT NULL DEFAULT '',
    -- {"message_id", "author_id", "chat_id"} of the message that it forwards; NULL if it forwards none.
    forwarded_from jsonb,
    -- {"multiple", "anonymous", "options"} of a poll, whose question and options are the lines of `content`;
    -- `options` is their number. NULL if it is none.
    poll          jsonb,
    -- The position of the `message_scheduled` with which its sender scheduled it; NULL if it was sent at once.
    scheduled_id  bigint
) WITH (fillfactor = 90);

INSERT INTO public.read_model_tables (name) VALUES ('messages');

-- A history page reads the first index; an admin's page with deleted messages also the second; a
-- page that shows deleted messages with replies as placeholders also the third.
CREATE INDEX messages_shown ON public.messages (chat_id, id) WHERE NOT is_deleted;
CREATE INDEX messages_deleted ON public.messages (chat_id, id) WHERE is_deleted;
CREATE INDEX messages_with_replies ON public.messages (chat_id, id)
    WHERE is_deleted AND has_replies;

-- Counts the messages after a read mark that mention a user.
CREATE INDEX messages_with_mentions ON public.messages (chat_id, id)
    WHERE mentions <> '{}' AND NOT is_deleted;

-- Repeated sends with one client_id are one message, without a time limit.
CREATE UNIQUE INDEX messages_client_id ON public.messages (chat_id, sender_id, client_id)
    WHERE client_id IS NOT NULL;

-- The events that the histories of groups show among their messages: what is shown of one is read
-- from the log (queries/system_message.sql). They are no rows of `messages`, so that nothing counts,
-- finds or changes them as messages of users.
CREATE TABLE public.system_messages (
    chat_id bigint NOT NULL,
    -- The position of the event.
    id      bigint NOT NULL,
    PRIMARY KEY (chat_id, id)
);

INSERT INTO public.read_model_tables (name) VALUES ('system_messages');

-- The blocks and unblocks that concern a user and happened in no chat, and what happened to the user's scheduled
-- messages, also in chats that the user has left: what a stream resumes with besides the events of chats.
CREATE TABLE public.personal_events (
    user_id bigint NOT NULL,
    -- The position of the event.
    id      bigint NOT NULL,
    PRIMARY KEY (user_id, id)
);

INSERT INTO public.read_model_tables (name) VALUES ('personal_events');

-- The events that change what others see of a user: what a stream resumes with besides those, for all who
-- share a chat with the user.
CREATE TABLE public.user_changes (
    -- The position of the event.
    id      bigint PRIMARY KEY,
    user_id bigint NOT NULL
);

INSERT INTO public.read_model_tables (name) VALUES ('user_changes');

-- The pinned messages of chats.
CREATE TABLE public.pins (
    -- The position of the `message_pinned` event: their order.
    id         bigint      PRIMARY KEY,
    chat_id    bigint      NOT NULL,
    message_id bigint      NOT NULL,
    -- NULL if the database itself pinned it.
    pinned_by  bigint,
    pinned_at  timestamptz NOT NULL,
    UNIQUE (chat_id, message_id)
);

INSERT INTO public.read_model_tables (name) VALUES ('pins');

-- The reactions of users to messages. The keys of the tables of reactions are positions, as in all
-- tables of the read model.
CREATE TABLE public.reactions (
    -- The position of the `reaction_added` event.
    id         bigint PRIMARY KEY,
    message_id bigint NOT NULL,
    emoji      text   NOT NULL,
    user_id    bigint NOT NULL,
    UNIQUE (message_id, emoji, user_id)
);

INSERT INTO public.read_model_tables (name) VALUES ('reactions');

-- What messages show of them, so that a page of messages does not read each reaction.
CREATE TABLE public.reaction_counts (
    -- The position of the event since which someone has reacted with this emoji: their order.
    id         bigint PRIMARY KEY,
    message_id bigint NOT NULL,
    emoji      text   NOT NULL,
    count      bigint NOT NULL,
    UNIQUE (message_id, emoji)
) WITH (fillfactor = 70);

INSERT INTO public.read_model_tables (name) VALUES ('reaction_counts');

-- The votes in polls: of each voter the options that they have chosen, which are numbered from 0.
CREATE TABLE public.poll_votes (
    message_id    bigint     NOT NULL,
    user_id       bigint     NOT NULL,
    -- The position of the latest `poll_voted` of this voter.
    vote_position bigint     NOT NULL,
    option_ids    smallint[] NOT NULL,
    PRIMARY KEY (message_id, user_id)
);

INSERT INTO public.read_model_tables (name) VALUES ('poll_votes');

-- What messages show of them, so that a page of messages does not read each vote: a row for each poll that
-- somebody has voted in or closed.
CREATE TABLE public.polls (
    message_id      bigint   PRIMARY KEY,
    -- How many voters have chosen each option.
    counts          bigint[] NOT NULL,
    -- The position of its `poll_closed`; NULL while it is open.
    closed_position bigint
) WITH (fillfactor = 70);

INSERT INTO public.read_model_tables (name) VALUES ('polls');
