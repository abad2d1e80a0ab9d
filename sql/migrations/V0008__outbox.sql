-- Consumers of the log, and what they have to send: src/outbox.

-- The position of each consumer, and the replica that holds its lease. The transaction that moves
-- the position also writes the effects of the events.
CREATE TABLE public.consumers (
    name             text        PRIMARY KEY,
    position         bigint      NOT NULL,
    lease_holder     uuid,
    lease_expires_at timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 10);

-- What waits to be sent over a channel: `webhooks`, `web_push`, `mail_links`, `mail_digests`, or
-- `event_webhooks:NAME`. There are no texts: they are read when they are sent, so that deleted and erased
-- texts are not sent.
CREATE TABLE public.deliveries (
    -- The `webhook-id`, the same at every attempt. What replaces a delivery gets another one.
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    channel    text        NOT NULL,
    -- To whom, in the words of the channel: a user, a subscription, a chat of an endpoint.
    receiver   text        NOT NULL,
    -- One delivery waits for a receiver and topic: a newer one replaces it. A chat, or of event webhooks the event.
    topic      bigint      NOT NULL DEFAULT 0,
    -- The newest event that it is about, and the oldest one that it covers.
    position   bigint      NOT NULL DEFAULT 0,
    since      bigint      NOT NULL DEFAULT 0,
    -- The language of an e-mail with a link; NULL for others.
    language   text        CHECK (language IN ('en', 'ru')),
    -- When it is to be sent first. It is tried again for a day from then on.
    due_at     timestamptz NOT NULL DEFAULT now(),
    -- Whether it is being sent, over a channel that repeats nothing that may have arrived.
    is_started boolean     NOT NULL DEFAULT false,
    UNIQUE (channel, receiver, topic)
);

CREATE INDEX deliveries_order ON public.deliveries (channel, receiver, position);
CREATE INDEX deliveries_age ON public.deliveries (channel, due_at);
CREATE INDEX deliveries_started ON public.deliveries (channel) WHERE is_started;

-- The receivers of these deliveries. The oldest delivery of a receiver is sent at a time; the others wait for it.
CREATE TABLE public.delivery_receivers (
    channel         text        NOT NULL,
    receiver        text        NOT NULL,
    -- Failed attempts of the oldest delivery.
    attempts        integer     NOT NULL DEFAULT 0,
    last_error      text,
    next_attempt_at timestamptz NOT NULL,
    PRIMARY KEY (channel, receiver)
);

CREATE INDEX delivery_receivers_due ON public.delivery_receivers (channel, next_attempt_at);

-- Webhooks that failed for a day, or whose endpoint is gone. `vestnik outbox retry` sends them again.
CREATE TABLE public.dead_letters (
    id           uuid        PRIMARY KEY,
    channel      text        NOT NULL,
    receiver     text        NOT NULL,
    topic        bigint      NOT NULL,
    position     bigint      NOT NULL,
    since        bigint      NOT NULL,
    attempts     integer     NOT NULL,
    last_error   text,
    abandoned_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX dead_letters_age ON public.dead_letters (channel, abandoned_at);

-- Up to which position the places outside of the database have the seals of the log: those of SEAL_WITNESSES, and
-- `file` for what `vestnik export --seals FILE` continued.
CREATE TABLE public.seal_witnesses (
    name         text        PRIMARY KEY,
    position     bigint      NOT NULL,
    witnessed_at timestamptz NOT NULL DEFAULT now()
);
