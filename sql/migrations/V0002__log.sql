-- The event log, the source of truth: the tables of V0003 are derived from it.

-- One row. A transaction that appends holds its lock until COMMIT, so positions have no gaps, and
-- commit order equals position order.
CREATE TABLE public.log_head (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    position  bigint  NOT NULL DEFAULT 0 CHECK (position >= 0),
    -- The latest time of an event that the database timed, or of an imported one that was not in the
    -- future. Further events get no earlier time, so that times follow positions also when the clock is
    -- set back: `vestnik verify` relies on it.
    latest_at timestamptz NOT NULL DEFAULT '-infinity'
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
    -- Which limit of a user its events count against: `message`, `chat`, or `none` if no user can
    -- cause it (../limits/enforce_limits.sql).
    limit_class   text    NOT NULL CHECK (limit_class IN ('message', 'chat', 'none')),
    -- Whether it happens in a chat; NULL: it may.
    in_chat       boolean DEFAULT true,
    -- Whether its payload has a text (`content`), which can be erased.
    has_text      boolean NOT NULL DEFAULT false,
    CHECK ((append_rank IS NULL) = (decide_with IS NULL)),
    CHECK ((append_rank IS NULL) = (limit_class = 'none'))
);

-- The steps of project(), in the order of `rank`. Each runs for ranges that contain one of its
-- kinds or, if `kinds` is NULL, any kind but `except_kinds`. The file of the routine registers it.
CREATE TABLE public.projection_steps (
    routine      text    PRIMARY KEY,
    rank         integer NOT NULL UNIQUE,
    kinds        text[],
    except_kinds text[]  NOT NULL DEFAULT '{}'
);

-- The parts of the payload of a `message_sent` besides its text: the features of messages. The file of the
-- feature registers its part, and dispatch/message_parts.sql generates the routines that read this list.
CREATE TABLE public.message_parts (
    name         text    PRIMARY KEY,
    -- The routine that checks its JSON value; NULL: any value is valid.
    check_with   text,
    -- Whether a message is another one than an earlier one with its `client_id` if this part differs.
    is_compared  boolean NOT NULL,
    -- The code with which an edit of such a message is refused; NULL: its text may be edited.
    edit_refusal text
);

-- For the CHECK constraint of events until dispatch/event_checks.sql replaces it.
CREATE FUNCTION public.is_valid_event(
    _position bigint,
    _realm    text,
    _chat_id  bigint,
    _kind     text,
    _payload  jsonb
)
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
-- omit `position`, `event_id` and, if it has a chat, `realm`. Its `recorded_at` and `origin` are what the
-- database says, whatever it has there: append/fill_event_defaults.sql.
CREATE TABLE public.events (
    position    bigint      PRIMARY KEY,
    event_id    uuid        NOT NULL UNIQUE,
    realm       text        NOT NULL,
    -- NULL for kinds that do not happen in a chat.
    chat_id     bigint,
    kind        text        NOT NULL,
    actor_id    bigint,
    payload     jsonb       NOT NULL DEFAULT '{}',
    recorded_at timestamptz NOT NULL,
    -- How it came: `server`, `import` (with a time of its own), or `sql:` and the login that ran the
    -- statement.
    origin      text        NOT NULL DEFAULT 'sql:' || session_user,
    -- Generated: dispatch/event_checks.sql. It is one constraint, because Postgres parses and plans
    -- each constraint again for every statement that inserts.
    CONSTRAINT events_valid CHECK (public.is_valid_event(position, realm, chat_id, kind, payload))
);

-- Queries read a chat's events by `position + 0` and the log by `position`, so that the planner
-- cannot choose the wrong index, whatever the statistics.
CREATE INDEX events_chat ON public.events (chat_id, (position + 0));

-- Finds who a user was at an event: ../audit/person_at.sql.
CREATE INDEX events_renames ON public.events (((payload ->> 'user_id')::bigint), position)
    WHERE kind = 'user_named';

-- One row, which only routines of the owner read: append/proof_of_words.sql.
CREATE TABLE public.log_secret (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    secret    text    NOT NULL DEFAULT gen_random_uuid()::text || gen_random_uuid()::text
);

INSERT INTO public.log_secret DEFAULT VALUES;

-- The ranges of positions in which times do not follow positions: events that were appended with times
-- of their own, such as imported ones. search/position_from.sql finds times by them.
CREATE TABLE public.unordered_ranges (
    to_position   bigint      PRIMARY KEY,
    from_position bigint      NOT NULL CHECK (from_position BETWEEN 1 AND to_position),
    -- The earliest and the latest time of these events, which have any order.
    first_at      timestamptz NOT NULL,
    last_at       timestamptz NOT NULL CHECK (last_at >= first_at)
);

-- An event that the server passes to append_batch().
CREATE TYPE public.new_event AS (
    -- Its number in the batch, from 1.
    ordinal  integer,
    event_id uuid,
    realm    text,
    kind     text,
    chat_id  bigint,
    actor_id bigint,
    payload  jsonb,
    -- The limits of its realm on this kind; NULL: none (limits/check_send_allowed.sql).
    limits   jsonb,
    -- What was computed of its text before the head was locked (append/prepare_text.sql):
    -- `PreparedText` (src/log/append/prepare.rs). NULL if it has none.
    prepared jsonb
);

-- What prepare_text() computes of a text.
CREATE TYPE public.prepared_text AS (
    -- The words that a search finds it by (search/message_words.sql), and the proof of that.
    words    text,
    proof    text,
    -- If its realm limits equal texts: limits/normalized_text_hash.sql.
    digest   text,
    -- The text_version() of the message that is edited or forwarded. If it is another one when the
    -- head is locked, the text is prepared again.
    version  bigint,
    -- The length of the text.
    bytes    integer,
    -- Of an edit: the message as it is.
    chat_id  bigint,
    content  text,
    mentions jsonb
);

-- The result of decide_<kind>() for a new event; public.decision() makes one.
CREATE TYPE public.decision AS (
    event      public.new_event,
    -- `append`, `duplicate`, `no_change`, `outdated` (see prepared_text), or the code of a refusal.
    -- append_batch() adds `stored`: an earlier attempt appended the event.
    outcome    text,
    chat_id    bigint,
    payload    jsonb,
    -- The position in the log of a duplicate or a stored event.
    original   bigint,
    -- For a message: the sender's read mark, and the newest message of the chat, before the batch.
    read_up_to bigint,
    newest     bigint
);

-- An event that append_batch() appends.
CREATE TYPE public.positioned_event AS (
    position   bigint,
    event_id   uuid,
    realm      text,
    chat_id    bigint,
    kind       text,
    actor_id   bigint,
    payload    jsonb,
    -- `ordinal` of the new event; NULL for a read mark that accompanies a send.
    ordinal    integer,
    -- Whether the payload is not that of the new event.
    is_decided boolean
);

-- The outcome of a new event of append_batch(), and the event in the log, if there is one.
CREATE TYPE public.append_result AS (
    ordinal      integer,
    outcome      text,
    position     bigint,
    event_id     uuid,
    chat_id      bigint,
    actor_id     bigint,
    recorded_at  timestamptz,
    -- NULL if it is the payload that was passed in.
    payload      jsonb,
    chat_uuid    uuid,
    subject_uuid uuid,
    files        jsonb,
    -- For a duplicate: whether its message or chat is deleted.
    is_deleted   boolean,
    -- What the limits have counted of the actor's events of this kind: limits/bucket_full_in.sql, and for
    -- an event with limits of its realm limits/recent_quota.sql.
    full_in      bigint,
    recent       integer[]
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
