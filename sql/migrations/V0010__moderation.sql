-- Hidden chats, reports, bans and blocks (further tables of the read model), recent actions for the
-- limits of realms, and the keys of the server.

-- Finds users with an account among many guests.
CREATE INDEX users_accounts ON public.users (id) WHERE role <> 'guest';

-- Finds the members of staff, whose names guests may not have.
CREATE INDEX users_staff ON public.users (id)
    WHERE role IN ('teacher', 'admin', 'moderator', 'service');

-- A user's own settings of a chat.
CREATE TABLE public.chat_settings (
    chat_id    bigint      NOT NULL,
    user_id    bigint      NOT NULL,
    -- `last_seq` when the user hid the chat, which is hidden while there is no newer message; NULL:
    -- never hidden.
    hidden_seq bigint,
    -- Until when the user wants no notifications; NULL: not muted.
    muted_until timestamptz,
    is_pinned   boolean NOT NULL DEFAULT false,
    -- Archived until a message mentions the user.
    is_archived boolean NOT NULL DEFAULT false,
    PRIMARY KEY (chat_id, user_id)
) WITH (fillfactor = 70);

INSERT INTO public.read_model_tables (name) VALUES ('chat_settings');

-- The chats that a user has pinned, looked up by `user_id + 0`: events/chat_settings_changed.sql
-- counts them.
CREATE INDEX chat_settings_pinned ON public.chat_settings ((user_id + 0)) WHERE is_pinned;

-- What users have written and not sent. It is not part of the read model: drafts are in no event.
CREATE TABLE public.drafts (
    user_id  bigint      NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    chat_id  bigint      NOT NULL,
    text     text        NOT NULL,
    -- The message of the same chat that it replies to.
    reply_to bigint,
    saved_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, chat_id)
);

-- Messages reported to the moderators.
CREATE TABLE public.reports (
    -- The position of its `message_reported` event.
    id          bigint      PRIMARY KEY,
    realm       text        NOT NULL,
    chat_id     bigint      NOT NULL,
    message_id  bigint      NOT NULL,
    reported_by bigint,
    -- A text of the reporter; empty once the reporter is erased.
    reason      text        NOT NULL,
    created_at  timestamptz NOT NULL,
    -- NULL while the report is in the queue.
    resolution  text,
    -- The event that resolved it.
    resolved_position bigint,
    resolved_by bigint,
    resolved_at timestamptz
);

INSERT INTO public.read_model_tables (name) VALUES ('reports');

CREATE INDEX reports_queue ON public.reports (realm, id) WHERE resolution IS NULL;
CREATE INDEX reports_resolved ON public.reports (realm, resolved_position)
    WHERE resolution IS NOT NULL;
CREATE INDEX reports_message ON public.reports (message_id);
CREATE INDEX reports_chat ON public.reports (chat_id, id);

-- Users who may not write in a realm.
CREATE TABLE public.bans (
    -- The position of its `user_banned` event.
    id        bigint      PRIMARY KEY,
    realm     text        NOT NULL,
    user_id   bigint      NOT NULL,
    banned_at timestamptz NOT NULL,
    UNIQUE (realm, user_id)
);

INSERT INTO public.read_model_tables (name) VALUES ('bans');

-- Blocks between users. A block applies to every private chat of the two in the realm.
CREATE TABLE public.blocks (
    -- The position of the latest event that set it.
    id         bigint      PRIMARY KEY,
    realm      text        NOT NULL,
    blocker_id bigint      NOT NULL,
    blocked_id bigint      NOT NULL,
    blocked_at timestamptz NOT NULL,
    UNIQUE (realm, blocker_id, blocked_id)
);

INSERT INTO public.read_model_tables (name) VALUES ('blocks');

-- Deleting a user lifts their blocks, by and of them: users/leave_chats_on_user_delete.sql.
CREATE INDEX blocks_blocker ON public.blocks (blocker_id);
CREATE INDEX blocks_blocked ON public.blocks (blocked_id);

-- The actions of users in the last minute, in realms that limit them. It is not part of the read
-- model: a crash empties it, and old rows are deleted continuously.
CREATE UNLOGGED TABLE public.recent_actions (
    id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    realm    text        NOT NULL,
    actor_id bigint      NOT NULL,
    kind     text        NOT NULL,
    at       timestamptz NOT NULL,
    chat_id  bigint      NOT NULL,
    -- The hash of a message's text: limits/normalized_text_hash.sql.
    digest   bytea
);

CREATE INDEX recent_actions_actor ON public.recent_actions (realm, actor_id, kind, at);
CREATE INDEX recent_actions_at ON public.recent_actions (at);

-- Secrets that all replicas share and that are not configured.
CREATE TABLE public.server_keys (
    name text  PRIMARY KEY,
    key  bytea NOT NULL CHECK (length(key) >= 32)
);
