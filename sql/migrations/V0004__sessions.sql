-- Sessions of users who signed in with the built-in log-in, and the API keys of programs.

-- The log-ins that last, for the users themselves. The id is the `sid` of the access tokens.
CREATE TABLE public.logins (
    id           uuid        PRIMARY KEY,
    user_id      bigint      NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    -- The `User-Agent` of the client, cut; may be empty.
    device       text        NOT NULL CHECK (char_length(device) <= 200),
    -- The client's address when its tokens were last refreshed.
    address      inet        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    -- When its tokens were last refreshed.
    last_used_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX logins_user ON public.logins (user_id, id);

-- Refresh tokens, by their SHA-256. The tokens of one log-in are a family.
CREATE TABLE public.refresh_tokens (
    token_hash bytea       PRIMARY KEY,
    family     uuid        NOT NULL REFERENCES public.logins (id) ON DELETE CASCADE,
    user_id    bigint      NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    -- When it was exchanged for the next one; using it again revokes the family.
    used_at    timestamptz
);

CREATE INDEX refresh_tokens_family ON public.refresh_tokens (family);
CREATE INDEX refresh_tokens_expiry ON public.refresh_tokens (expires_at);
CREATE INDEX refresh_tokens_user ON public.refresh_tokens (user_id);

-- Sessions whose access tokens are invalid although they have not expired.
CREATE TABLE public.revoked_sessions (
    session    text        PRIMARY KEY,
    user_id    bigint      NOT NULL,
    -- When the last token of the session expires, and the row can be deleted.
    expires_at timestamptz NOT NULL
);

CREATE INDEX revoked_sessions_expiry ON public.revoked_sessions (expires_at);

-- API keys, by their SHA-256. Only the owner writes them. A revoked key stays, since events name it.
CREATE TABLE public.api_keys (
    name       text        PRIMARY KEY CHECK (name ~ '^[a-z0-9._-]{1,64}$'),
    key_hash   bytea       NOT NULL UNIQUE,
    realm      text        NOT NULL,
    scopes     text[]      NOT NULL
                           CHECK (scopes <@ '{users, chats, messages, read}' AND scopes <> '{}'),
    -- The key's own user, with the role `service`. The key is invalid once that user is deleted.
    user_id    bigint      NOT NULL,
    created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    revoked_at timestamptz
);

-- The tokens that keys issued for people, which end with the key.
CREATE TABLE public.key_tokens (
    -- As in revoked_sessions.
    session    text        PRIMARY KEY,
    key_name   text        NOT NULL REFERENCES public.api_keys (name),
    user_id    bigint      NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX key_tokens_key ON public.key_tokens (key_name);
CREATE INDEX key_tokens_expiry ON public.key_tokens (expires_at);

-- Log-ins that failed in the last 15 minutes, by the client's address: with one account, and with
-- any (the account of zeros). Unlogged, because losing them in a crash does no harm.
CREATE UNLOGGED TABLE public.login_failures (
    -- The /64 of an IPv6 address.
    address  inet        NOT NULL,
    -- The first 16 bytes of the SHA-256 of the e-mail address.
    account  uuid        NOT NULL,
    failures integer     NOT NULL,
    -- The time of the first failure.
    began_at timestamptz NOT NULL,
    PRIMARY KEY (address, account)
) WITH (fillfactor = 70);

CREATE INDEX login_failures_began ON public.login_failures (began_at);

-- The outcome of auth/count_failure.sql.
CREATE TYPE public.failure_count AS (
    -- Whether this failure was counted: otherwise there were too many before.
    is_counted boolean,
    failures   integer,
    -- Seconds until none of them counts any longer.
    ends_in    integer
);

-- The digest of the SQL files that were applied last (src/db/schema.rs).
CREATE TABLE public.schema_state (
    singleton  boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
    digest     text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
