-- Sessions of users who signed in with the built-in log-in.

-- A refresh token is kept as its SHA-256 alone. All tokens that came from one
-- log-in are a family; its id is the `sid` of the access tokens.
CREATE TABLE public.refresh_tokens (
    token_hash bytea       PRIMARY KEY,
    family     uuid        NOT NULL,
    user_id    bigint      NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    -- When it was exchanged for the next one: using it again revokes the family.
    used_at    timestamptz
);

CREATE INDEX refresh_tokens_family ON public.refresh_tokens (family);
CREATE INDEX refresh_tokens_user ON public.refresh_tokens (user_id);

-- Access tokens that no longer count although they have not expired.
CREATE TABLE public.revoked_sessions (
    session    text        PRIMARY KEY,
    user_id    bigint      NOT NULL,
    -- When the last token of that session expires by itself: the row may go then.
    expires_at timestamptz NOT NULL
);

CREATE INDEX revoked_sessions_expiry ON public.revoked_sessions (expires_at);

-- Log-ins that failed in the last quarter of an hour, by the address they came from: with one
-- account, and with any (the account of zeros). Unlogged: a crash forgets them, no more.
CREATE UNLOGGED TABLE public.login_failures (
    -- Of an IPv6 address its /64.
    address  inet        NOT NULL,
    -- The beginning of the SHA-256 of the e-mail.
    account  uuid        NOT NULL,
    failures integer     NOT NULL,
    -- When the first of them was.
    began_at timestamptz NOT NULL,
    PRIMARY KEY (address, account)
) WITH (fillfactor = 70);

CREATE INDEX login_failures_began ON public.login_failures (began_at);

-- What was applied last, as a digest of every file under sql/ (see src/db/schema.rs).
CREATE TABLE public.schema_state (
    singleton  boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
    digest     text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
