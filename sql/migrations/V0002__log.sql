-- The event log: the one source of truth. Everything in V0003 is derived from it.

-- One row. A transaction that locks it holds the order of the log until COMMIT, which makes
-- positions gapless and commit order equal to position order.
CREATE TABLE public.log_head (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    position  bigint  NOT NULL DEFAULT 0 CHECK (position >= 0)
) WITH (fillfactor = 10);

INSERT INTO public.log_head DEFAULT VALUES;

-- The kinds of events. Each file of events/ registers its own; the functions of dispatch/ are
-- generated from this list.
CREATE TABLE public.event_kinds (
    kind        text    PRIMARY KEY,
    -- The order of application within a batch; NULL: only plain SQL appends this kind.
    append_rank integer UNIQUE,
    -- The routine that decides whether an event is appended.
    decide_with text,
    in_chat     boolean NOT NULL,
    -- Whether its payload has a text of its actor (`content`), which can be erased.
    has_text    boolean NOT NULL,
    CHECK ((append_rank IS NULL) = (decide_with IS NULL))
);

-- The steps of project(), in the order of `rank`: each runs for a range that has one of its kinds,
-- or for every range where `kinds` is NULL. Registered by the file of the routine.
CREATE TABLE public.projection_steps (
    routine text    PRIMARY KEY,
    rank    integer NOT NULL UNIQUE,
    kinds   text[]
);

-- For the CHECK constraints below until dispatch/event_checks.sql replaces them.
CREATE FUNCTION public.is_event_kind(_kind text)
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$ BEGIN RETURN false; END $$;

CREATE FUNCTION public.happens_in_chat(_kind text)
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$ BEGIN RETURN false; END $$;

CREATE FUNCTION public.is_valid_payload(_kind text, _payload jsonb)
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$ BEGIN RETURN false; END $$;

-- One row for each thing that one session at a time may do, to be locked with FOR UPDATE. An
-- advisory lock would not do: every login that can connect can hold one. A row can be locked
-- only by a role that may update it.
CREATE TABLE public.locks (
    name text PRIMARY KEY
);

INSERT INTO public.locks (name) VALUES ('presence'), ('checkpoint'), ('demo');

-- Append-only, except for the texts of erased users: append/guard_events.sql. A plain INSERT may
-- leave out `position`, `event_id`, `realm` (if it names a chat) and `recorded_at`:
-- append/fill_event_defaults.sql fills them in.
CREATE TABLE public.events (
    position    bigint      PRIMARY KEY CHECK (position > 0),
    event_id    uuid        NOT NULL UNIQUE,
    realm       text        NOT NULL CHECK (public.is_realm(realm)),
    -- NULL if it happened in no chat.
    chat_id     bigint,
    kind        text        NOT NULL CHECK (public.is_event_kind(kind)),
    actor_id    bigint,
    payload     jsonb       NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(payload) = 'object'),
    recorded_at timestamptz NOT NULL,
    -- Generated: dispatch/event_checks.sql.
    CONSTRAINT events_payload_shape CHECK (public.is_valid_payload(kind, payload)),
    CONSTRAINT events_in_a_chat CHECK ((chat_id IS NOT NULL) = public.happens_in_chat(kind)),
    -- The id of a chat is the position of its first event, a message's likewise: no second
    -- sequence. Nothing happens in a chat before it exists.
    CHECK (CASE kind WHEN 'chat_created' THEN chat_id = position ELSE chat_id < position END)
);

-- A chat's events are read by `position + 0` and the log by `position`, so that the planner cannot
-- take one index for the other, whatever the statistics.
CREATE INDEX events_chat ON public.events (chat_id, (position + 0));

-- An event that the server asks append_batch() to append, …
CREATE TYPE public.new_event AS (
    -- Its place in the batch, from 1.
    ordinal  integer,
    event_id uuid,
    realm    text,
    kind     text,
    chat_id  bigint,
    actor_id bigint,
    payload  jsonb,
    -- The limits of its realm on what it does; NULL: none (limits/check_send_allowed.sql).
    limits   jsonb
);

-- … and what decide_<kind>() makes of it. `outcome` is `append`, `duplicate` (`original` is the
-- position of the event that is already there), `no_change`, or the code of a refusal.
CREATE TYPE public.decision AS (
    ordinal  integer,
    outcome  text,
    chat_id  bigint,
    payload  jsonb,
    original bigint
);

-- How fast each user sends messages and creates chats: limits/take_tokens.sql. One row a user and
-- kind, which is updated in place (`full_at` is in no index). A crash of Postgres empties it: every
-- user then has a full bucket.
CREATE UNLOGGED TABLE public.token_buckets (
    user_id bigint      NOT NULL,
    kind    text        NOT NULL,
    -- When the bucket is full again.
    full_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, kind)
) WITH (fillfactor = 50);
