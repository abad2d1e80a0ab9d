-- Web Push: the subscriptions of browsers (src/outbox/web_push).

CREATE TABLE public.push_subscriptions (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    realm           text        NOT NULL,
    user_id         bigint      NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    -- Which of the user's devices it is, as the device says.
    device_id       text        NOT NULL CHECK (device_id ~ '^[A-Za-z0-9_-]{1,64}$'),
    -- The log-in that subscribed. Revoking it ends the subscription.
    session         text        NOT NULL,
    -- The URL of the browser's push service.
    endpoint        text        NOT NULL CHECK (length(endpoint) <= 2000),
    -- The keys of the browser (RFC 8291): an uncompressed point on P-256, and a shared secret.
    p256dh          bytea       NOT NULL CHECK (length(p256dh) = 65),
    auth            bytea       NOT NULL CHECK (length(auth) = 16),
    language        text        NOT NULL CHECK (language IN ('en', 'ru')),
    created_at      timestamptz NOT NULL DEFAULT now(),
    -- How many attempts have failed since the last accepted one.
    failures        integer     NOT NULL DEFAULT 0,
    -- Those of them that the push service refused, as it would refuse a repetition, and when it began to.
    refusals        integer     NOT NULL DEFAULT 0,
    refused_since   timestamptz,
    -- Before the other one: of two requests of a device at a time, the second replaces the first.
    UNIQUE (user_id, realm, device_id),
    UNIQUE (realm, endpoint)
);

CREATE INDEX push_subscriptions_user ON public.push_subscriptions (user_id, id);
CREATE INDEX push_subscriptions_session ON public.push_subscriptions (session);

-- How users want to be notified; without a row: by every means, at any time.
CREATE TABLE public.user_preferences (
    user_id    bigint  PRIMARY KEY REFERENCES public.users (id) ON DELETE CASCADE,
    -- NULL: the language of each request.
    language   text    CHECK (language IN ('en', 'ru')),
    push       boolean NOT NULL DEFAULT true,
    email      boolean NOT NULL DEFAULT true,
    -- Hours without notifications, which may span midnight.
    quiet_from time,
    quiet_to   time,
    time_zone  text    CHECK (length(time_zone) <= 64),
    CHECK (num_nulls(quiet_from, quiet_to, time_zone) IN (0, 3))
);
