-- Accounts of people who sign in with a password: invitations, and links that set a password.

CREATE TABLE public.invitations (
    -- A UUID of version 7, hence in the order of creation.
    id         uuid        PRIMARY KEY,
    email      text        NOT NULL CHECK (char_length(email) BETWEEN 1 AND 255),
    role       text        NOT NULL
                           CHECK (role IN ('student', 'teacher', 'admin', 'member', 'moderator')),
    -- The realm that the person will belong to. NULL: every realm that is served, by an operator.
    realm      text        CHECK (public.is_realm(realm)),
    -- An admin, with whose rights it ends: users/end_links_of_admin.sql. NULL: an operator.
    invited_by bigint      REFERENCES public.users (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);

-- A newer invitation replaces the former one of the same address.
CREATE UNIQUE INDEX invitations_email ON public.invitations (lower(email));
CREATE INDEX invitations_invited_by ON public.invitations (invited_by);

-- One-time tokens of links, by their SHA-256: each of an invitation, or of a user who sets a new password.
CREATE TABLE public.account_links (
    token_hash    bytea       PRIMARY KEY,
    invitation_id uuid        REFERENCES public.invitations (id) ON DELETE CASCADE,
    user_id       bigint      REFERENCES public.users (id) ON DELETE CASCADE,
    -- The admin who made the link for that user, with whose rights it ends. NULL: the user asked for it.
    made_by       bigint      REFERENCES public.users (id) ON DELETE CASCADE,
    created_at    timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz NOT NULL,
    -- Until then one request uses the link, and hashes a password meanwhile.
    claimed_until timestamptz,
    CHECK (num_nonnulls(invitation_id, user_id) = 1)
);

CREATE INDEX account_links_invitation ON public.account_links (invitation_id);
CREATE INDEX account_links_user ON public.account_links (user_id);
CREATE INDEX account_links_made_by ON public.account_links (made_by) WHERE made_by IS NOT NULL;
CREATE INDEX account_links_expiry ON public.account_links (expires_at);

-- Requests for e-mails with a link that sets a password, for addresses that a user may have or not. Who asks gets
-- an answer before that is looked up.
CREATE TABLE public.reset_requests (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    realm    text   NOT NULL,
    email    text   NOT NULL CHECK (char_length(email) <= 255),
    -- That of the request.
    language text   NOT NULL CHECK (language IN ('en', 'ru'))
);

CREATE UNIQUE INDEX reset_requests_email ON public.reset_requests (realm, lower(email));

-- Changes of accounts whose events are appended when their transaction ends: so it has no row afterwards.
-- ../users/append_account_changes.sql
CREATE TABLE public.account_changes (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- One of the user's; NULL if they belong to every realm or to none.
    realm    text,
    kind     text   NOT NULL,
    actor_id bigint,
    -- The API key.
    via_key  text,
    payload  jsonb  NOT NULL
);
