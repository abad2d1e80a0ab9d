-- Consumers of the log, and the notifications and events they have to send: src/outbox.

-- The position of each consumer, and the replica that holds its lease. The transaction that moves
-- the position also writes the effects of the events.
CREATE TABLE public.consumers (
    name             text        PRIMARY KEY,
    position         bigint      NOT NULL,
    lease_holder     uuid,
    lease_expires_at timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 10);

-- Webhooks to send for users who were offline, in the order of the log: one per user and chat,
-- about the newest message. They have no texts: the text is read when the webhook is sent, so that
-- deleted and erased texts are not sent.
CREATE TABLE public.notifications (
    -- The `webhook-id`, the same at every attempt; a newer message gets another one.
    id              uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id         bigint      NOT NULL,
    chat_id         bigint      NOT NULL,
    -- The newest message, and the oldest one that the notification covers.
    position        bigint      NOT NULL,
    since           bigint      NOT NULL,
    attempts        integer     NOT NULL DEFAULT 0,
    -- Set only for a user's oldest notification; the others wait for it.
    next_attempt_at timestamptz,
    last_error      text,
    -- When the newest message was queued.
    created_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, chat_id)
);

CREATE INDEX notifications_order ON public.notifications (user_id, position);
CREATE INDEX notifications_age ON public.notifications (created_at);
CREATE INDEX notifications_next_attempt ON public.notifications (next_attempt_at)
    WHERE next_attempt_at IS NOT NULL;

-- Notifications that failed for a day. `vestnik outbox retry` sends them again.
CREATE TABLE public.dead_letters (
    id           uuid        PRIMARY KEY,
    user_id      bigint      NOT NULL,
    chat_id      bigint      NOT NULL,
    position     bigint      NOT NULL,
    since        bigint      NOT NULL,
    attempts     integer     NOT NULL,
    last_error   text,
    created_at   timestamptz NOT NULL,
    abandoned_at timestamptz NOT NULL DEFAULT now()
);

-- Events to post to the endpoints of EVENT_WEBHOOKS, in the order of the log in each chat. They have no
-- texts: the event is read when it is posted, so that erased texts are not sent.
CREATE TABLE public.event_webhooks (
    -- Begins the `webhook-id`, the same at every attempt.
    id        uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    endpoint  text        NOT NULL,
    chat_id   bigint      NOT NULL,
    position  bigint      NOT NULL,
    queued_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (endpoint, chat_id, position)
);

-- The chats of these events. The oldest event of a chat is due at a time; the others wait for it.
CREATE TABLE public.event_webhook_chats (
    endpoint        text        NOT NULL,
    chat_id         bigint      NOT NULL,
    -- Of the oldest event.
    attempts        integer     NOT NULL DEFAULT 0,
    last_error      text,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (endpoint, chat_id)
);

CREATE INDEX event_webhook_chats_due
    ON public.event_webhook_chats (endpoint, next_attempt_at);

-- Events that an endpoint refused for a day. `vestnik outbox retry` sends them again.
CREATE TABLE public.event_dead_letters (
    id           uuid        PRIMARY KEY,
    endpoint     text        NOT NULL,
    chat_id      bigint      NOT NULL,
    position     bigint      NOT NULL,
    attempts     integer     NOT NULL,
    last_error   text,
    queued_at    timestamptz NOT NULL,
    abandoned_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX event_dead_letters_age ON public.event_dead_letters (endpoint, abandoned_at);
