-- Digests of unread messages (src/outbox/mail) to users who have not been seen since: each follows later than the one before it.
CREATE TABLE public.mail_repeats (
    user_id bigint      NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    realm   text        NOT NULL,
    -- When the last one was sent.
    sent_at timestamptz NOT NULL,
    -- How many were sent since the user was seen last.
    count   integer     NOT NULL,
    PRIMARY KEY (user_id, realm)
);
