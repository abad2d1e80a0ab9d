-- Consumers of the log, and what they have yet to send: src/outbox.

-- How far each consumer has read, and which replica holds its lease. What a consumer makes of an
-- event is written in the transaction that moves its position.
CREATE TABLE public.consumers (
    name             text        PRIMARY KEY,
    position         bigint      NOT NULL,
    lease_holder     uuid,
    lease_expires_at timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 10);

-- Webhooks to send to users who were offline, in the order of the log: one for each chat, about the
-- newest message there. Without texts: they are read from the message when it is sent, so that a
-- deleted or erased one is not.
CREATE TABLE public.notifications (
    -- The `webhook-id`, the same at every attempt; a newer message gets another one.
    id              uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id         bigint      NOT NULL,
    chat_id         bigint      NOT NULL,
    -- The newest message, and the oldest that it stands for.
    position        bigint      NOT NULL,
    since           bigint      NOT NULL,
    attempts        integer     NOT NULL DEFAULT 0,
    -- Of a user's oldest alone: the others wait for it.
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

-- What was given up after a day. `vestnik outbox retry` sends it after all.
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
