-- What a market of strangers needs besides chats: reports and bans, which are derived from the
-- log like the rest of the read model, and the little that is kept besides the log.

-- People with an account, among many guests who have none.
CREATE INDEX users_accounts ON public.users (id) WHERE role <> 'guest';

-- What somebody made of a chat for themselves.
CREATE TABLE public.chat_settings (
    chat_id    bigint      NOT NULL,
    user_id    bigint      NOT NULL,
    -- How many messages there were when this user hid the chat last: it is hidden from them
    -- while there are no more. NULL where they never did.
    hidden_seq bigint,
    PRIMARY KEY (chat_id, user_id)
) WITH (fillfactor = 70);

-- Messages that somebody asked a moderator to look at.
CREATE TABLE public.reports (
    -- The position of its `message_reported` event.
    id          bigint      PRIMARY KEY,
    realm       text        NOT NULL,
    chat_id     bigint      NOT NULL,
    message_id  bigint      NOT NULL,
    reported_by bigint,
    -- In the reporter's own words; empty once they were erased.
    reason      text        NOT NULL,
    created_at  timestamptz NOT NULL,
    -- What a moderator made of it; NULL while it waits in the queue.
    resolution  text
);

CREATE INDEX reports_queue ON public.reports (realm, id) WHERE resolution IS NULL;
CREATE INDEX reports_message ON public.reports (message_id);

-- Who may send nothing in a realm.
CREATE TABLE public.bans (
    -- The position of its `user_banned` event.
    id        bigint      PRIMARY KEY,
    realm     text        NOT NULL,
    user_id   bigint      NOT NULL,
    banned_at timestamptz NOT NULL,
    UNIQUE (realm, user_id)
);

-- Who lets whom write nothing to them, in any chat of the two in a realm.
CREATE TABLE public.blocks (
    -- The position of the event that it was done by last.
    id         bigint      PRIMARY KEY,
    realm      text        NOT NULL,
    blocker_id bigint      NOT NULL,
    blocked_id bigint      NOT NULL,
    blocked_at timestamptz NOT NULL,
    UNIQUE (realm, blocker_id, blocked_id)
);

-- Deleting a user lifts their blocks, by and of them: users/leave_chats_on_user_delete.sql.
CREATE INDEX blocks_blocker ON public.blocks (blocker_id);
CREATE INDEX blocks_blocked ON public.blocks (blocked_id);

-- What people did in the last minute, where there are limits on that. It is no part of the
-- read model: nobody misses it after a crash, and it is emptied all the time.
CREATE UNLOGGED TABLE public.recent_actions (
    id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    realm    text        NOT NULL,
    actor_id bigint      NOT NULL,
    kind     text        NOT NULL,
    at       timestamptz NOT NULL,
    chat_id  bigint      NOT NULL,
    -- Of a message's text.
    digest   bytea
);

CREATE INDEX recent_actions_actor ON public.recent_actions (realm, actor_id, kind, at);
CREATE INDEX recent_actions_at ON public.recent_actions (at);

-- Secrets that all replicas share and nobody configured.
CREATE TABLE public.server_keys (
    name text  PRIMARY KEY,
    key  bytea NOT NULL CHECK (length(key) >= 32)
);
