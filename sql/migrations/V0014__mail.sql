-- E-mails that wait to be sent (src/outbox/mail).

-- Digests of unread messages: one row per user and realm. It has no texts: they are read when the mail is
-- sent, so that deleted and erased texts are not sent.
CREATE TABLE public.mail_digests (
    user_id         bigint      NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    realm           text        NOT NULL,
    -- The chats of the messages, at most 100.
    chat_ids        bigint[]    NOT NULL,
    -- The oldest and the newest message that the digest covers.
    since           bigint      NOT NULL,
    until           bigint      NOT NULL,
    -- When it was due first; it is retried for a day from then on.
    first_due_at    timestamptz NOT NULL,
    -- How many attempts have failed.
    failures        integer     NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, realm)
);

CREATE INDEX mail_digests_next_attempt ON public.mail_digests (next_attempt_at);

-- The digests of users who have not been seen since: each follows later than the one before it.
CREATE TABLE public.mail_repeats (
    user_id bigint      NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    realm   text        NOT NULL,
    -- When the last one was sent.
    sent_at timestamptz NOT NULL,
    -- How many were sent since the user was seen last.
    count   integer     NOT NULL,
    PRIMARY KEY (user_id, realm)
);
