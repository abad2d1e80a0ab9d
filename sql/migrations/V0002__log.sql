-- The event log, the source of truth: the tables of V0003 are derived from it.

-- One row. A transaction that appends holds its lock until COMMIT, so positions have no gaps, and
-- commit order equals position order.
CREATE TABLE public.log_head (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    position  bigint  NOT NULL DEFAULT 0 CHECK (position >= 0)
) WITH (fillfactor = 10);

INSERT INTO public.log_head DEFAULT VALUES;

-- The kinds of events. Each file of events/ registers its own; the functions of dispatch/ are
-- generated from this list.
CREATE TABLE public.event_kinds (
    kind          text    PRIMARY KEY,
    -- The order of application within a batch; NULL: only plain SQL appends this kind.
    append_rank   integer UNIQUE,
    -- The routine that decides whether an event is appended.
    decide_with   text,
    -- The routine in `audit` that describes an event to auditors; NULL: they see its payload.
    describe_with text,
    -- The ids that its payload must have. Further checks: is_valid_<kind>().
    required_ids  text[]  NOT NULL DEFAULT '{}',
    -- Whether it happens in a chat.
    in_chat       boolean NOT NULL DEFAULT true,
    -- Whether its payload has a text of its actor (`content`), which can be erased.
    has_text      boolean NOT NULL DEFAULT false,
    CHECK ((append_rank IS NULL) = (decide_with IS NULL))
);

-- The steps of project(), in the order of `rank`. Each runs for ranges that contain one of its
-- kinds, or for every range if `kinds` is NULL. The file of the routine registers it.
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

-- One row for each task that only one session may do at a time; the session locks it with FOR
-- UPDATE. Every login that can connect can hold an advisory lock; only roles with the UPDATE
-- privilege can lock a row.
CREATE TABLE public.locks (
    name text PRIMARY KEY
);

INSERT INTO public.locks (name) VALUES ('presence'), ('sealing'), ('demo');

-- Append-only, except for the texts of erased users: append/guard_events.sql. A plain INSERT may
-- omit `position`, `event_id`, `recorded_at` and, if it has a chat, `realm`:
-- append/fill_event_defaults.sql.
CREATE TABLE public.events (
    position    bigint      PRIMARY KEY CHECK (position > 0),
    event_id    uuid        NOT NULL UNIQUE,
    realm       text        NOT NULL CHECK (public.is_realm(realm)),
    -- NULL for kinds that do not happen in a chat.
    chat_id     bigint,
    kind        text        NOT NULL CHECK (public.is_event_kind(kind)),
    actor_id    bigint,
    payload     jsonb       NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(payload) = 'object'),
    recorded_at timestamptz NOT NULL,
    -- Generated: dispatch/event_checks.sql.
    CONSTRAINT events_payload_shape CHECK (public.is_valid_payload(kind, payload)),
    CONSTRAINT events_in_a_chat CHECK ((chat_id IS NOT NULL) = public.happens_in_chat(kind)),
    -- The id of a chat is the position of its `chat_created`, so later events of the chat have
    -- greater positions.
    CHECK (CASE kind WHEN 'chat_created' THEN chat_id = position ELSE chat_id < position END)
);

-- Queries read a chat's events by `position + 0` and the log by `position`, so that the planner
-- cannot choose the wrong index, whatever the statistics.
CREATE INDEX events_chat ON public.events (chat_id, (position + 0));

-- An event that the server passes to append_batch().
CREATE TYPE public.new_event AS (
    -- Its place in the batch, from 1.
    ordinal  integer,
    event_id uuid,
    realm    text,
    kind     text,
    chat_id  bigint,
    actor_id bigint,
    payload  jsonb,
    -- The limits of its realm on this kind; NULL: none (limits/check_send_allowed.sql).
    limits   jsonb
);

-- The result of decide_<kind>() for a new event. `outcome` is `append`, `duplicate` (`original` is
-- the position of the event in the log), `no_change`, or the code of a refusal.
CREATE TYPE public.decision AS (
    ordinal  integer,
    outcome  text,
    chat_id  bigint,
    payload  jsonb,
    original bigint
);

-- The rate limits of users on sending messages and creating chats: limits/take_tokens.sql. One row
-- per user and kind, updated in place (`full_at` is in no index). A crash of Postgres empties the
-- table, and then every bucket is full.
CREATE UNLOGGED TABLE public.token_buckets (
    user_id bigint      NOT NULL,
    kind    text        NOT NULL,
    -- When the bucket is full again.
    full_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, kind)
) WITH (fillfactor = 50);
