-- Messages that are to be sent later: ../events/scheduled.sql.

CREATE TABLE public.scheduled_messages (
    -- The position of its `message_scheduled`.
    id               bigint      PRIMARY KEY,
    realm            text        NOT NULL,
    chat_id          bigint      NOT NULL,
    user_id          bigint      NOT NULL,
    -- That of the message when it is sent: the one that its author chose, or else the `event_id`.
    client_id        uuid        NOT NULL,
    -- The latest text, and the position of the event that brought it.
    content          text        NOT NULL,
    content_position bigint      NOT NULL,
    send_at          timestamptz NOT NULL,
    reply_to         bigint,
    attachments      bigint[]    NOT NULL,
    -- What the payload of its `message_sent` has besides the text and `client_id`.
    parts            jsonb       NOT NULL,
    -- The API key through which it was scheduled or last changed.
    via_key          text,
    -- `waiting`; `failed` if it was refused at its time, until a change lets it wait again; `sent`; `cancelled`.
    state            text        NOT NULL
);

INSERT INTO public.read_model_tables (name) VALUES ('scheduled_messages');

CREATE INDEX scheduled_messages_due ON public.scheduled_messages (send_at, id)
    WHERE state = 'waiting';

-- What a user sees of their own, and what counts against the limit of a user.
CREATE INDEX scheduled_messages_open ON public.scheduled_messages (user_id, id)
    WHERE state IN ('waiting', 'failed');

-- Finds what was scheduled before with one client_id. Not unique, since plain SQL may append anything.
CREATE INDEX scheduled_messages_client_id
    ON public.scheduled_messages (chat_id, user_id, client_id);

-- The messages that a replica is sending, which the others leave to it until then. It spares them the
-- attempt, no more: only one of two attempts is appended (append/is_due.sql).
CREATE TABLE public.scheduled_claims (
    scheduled_id bigint      PRIMARY KEY,
    until        timestamptz NOT NULL
);
