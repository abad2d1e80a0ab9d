-- Consumers of the log, and the notifications they have to send: src/outbox.

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
