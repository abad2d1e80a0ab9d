-- The event log: the one source of truth. Everything in V0003 is derived from it.

-- One row. Whoever adds to it holds the order of the log until COMMIT: that is
-- what makes positions gapless and commit order equal to position order.
CREATE TABLE public.log_head (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    position  bigint  NOT NULL DEFAULT 0 CHECK (position >= 0)
) WITH (fillfactor = 10);

INSERT INTO public.log_head DEFAULT VALUES;

-- An id out of a payload: a whole number that a bigint holds; NULL where it is anything else.
CREATE FUNCTION public.id_of(_value jsonb)
RETURNS bigint
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT CASE
        WHEN jsonb_typeof(_value) = 'number' AND _value::text ~ '^-?[0-9]{1,19}$'
            AND _value::numeric BETWEEN -9223372036854775808 AND 9223372036854775807
        THEN _value::bigint
    END;
$$;

-- The id that a payload has under a name.
CREATE FUNCTION public.id_in(_payload jsonb, _name text)
RETURNS bigint
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.id_of(_payload -> _name);
$$;

-- Whether this is a list of people, each with a role in words or with none.
CREATE FUNCTION public.are_participants(_list jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT CASE WHEN jsonb_typeof(_list) = 'array' THEN NOT EXISTS (
        SELECT
        FROM jsonb_array_elements(_list) AS member
        WHERE jsonb_typeof(member) <> 'object'
           OR public.id_in(member, 'user_id') IS NULL
           OR member ? 'role' AND jsonb_typeof(member -> 'role') <> 'string'
    ) ELSE false END;
$$;

-- Whether this is an object that a JSON reader with the usual limits takes: not too deep, and
-- without numbers that no double holds.
CREATE FUNCTION public.is_context(_value jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT jsonb_typeof(_value) = 'object'
       AND NOT jsonb_path_exists(_value, '$.**{100 to last}')
       AND NOT jsonb_path_exists(
           _value, '$.** ? (@.type() == "number" && (@ > 1e300 || @ < -1e300))'
       );
$$;
-- One row for each thing that one session at a time may do, to be locked with FOR UPDATE. An
-- advisory lock would not do: every login that can connect can hold one. A row can be locked
-- only by a role that may update it.
CREATE TABLE public.locks (
    name text PRIMARY KEY
);

INSERT INTO public.locks (name) VALUES ('presence'), ('checkpoint'), ('demo');

-- Append-only for everyone, but for the texts of who was erased: routines/guard_events.sql.
-- A plain INSERT may leave out `position`, `event_id`, `realm` (where the chat
-- tells it) and `recorded_at`: routines/complete_event.sql fills them in.
CREATE TABLE public.events (
    position    bigint      PRIMARY KEY CHECK (position > 0),
    event_id    uuid        NOT NULL UNIQUE,
    realm       text        NOT NULL
                            CHECK (realm IN ('school', 'messenger', 'campus', 'market', 'direct')),
    -- NULL where it happened in no chat.
    chat_id     bigint,
    kind        text        NOT NULL
                            CHECK (kind IN ('chat_created', 'chat_deleted', 'chat_restored',
                                            'participant_joined', 'participant_left',
                                            'message_sent', 'message_edited', 'message_deleted',
                                            'chat_read', 'user_erased',
                                            'chat_hidden', 'participant_blocked', 'participant_unblocked',
                                            'message_reported', 'report_resolved',
                                            'user_banned', 'user_unbanned',
                                            'user_blocked', 'user_unblocked')),
    actor_id    bigint,
    payload     jsonb       NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(payload) = 'object'),
    recorded_at timestamptz NOT NULL,
    -- What a replica could not read must not get in, by whatever hand: src/domain/event.rs has
    -- what is read, field by field.
    CONSTRAINT events_payload_shape CHECK (coalesce(
        CASE kind
            WHEN 'chat_created' THEN public.are_participants(payload -> 'participants')
                AND (NOT payload ? 'type' OR payload ->> 'type' IN ('private', 'group'))
                AND (NOT payload ? 'pair_key' OR jsonb_typeof(payload -> 'pair_key') IN ('string', 'null'))
                AND (NOT payload ? 'title' OR jsonb_typeof(payload -> 'title') = 'string')
                AND (NOT payload ? 'context' OR public.is_context(payload -> 'context'))
            WHEN 'chat_restored' THEN public.are_participants(payload -> 'participants')
            WHEN 'participant_joined' THEN public.are_participants(jsonb_build_array(payload))
            WHEN 'participant_left' THEN public.id_in(payload, 'user_id') IS NOT NULL
            WHEN 'message_sent' THEN jsonb_typeof(payload -> 'content') = 'string'
                -- What was erased has its digest and no text.
                AND (NOT payload ? 'content_digest' OR payload ->> 'content' = '')
                AND (NOT payload ? 'reply_to' OR public.id_in(payload, 'reply_to') IS NOT NULL)
                AND (NOT payload ? 'client_id' OR payload ->> 'client_id'
                     ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$')
            WHEN 'message_edited' THEN public.id_in(payload, 'message_id') IS NOT NULL
                AND jsonb_typeof(payload -> 'content') = 'string'
                AND (NOT payload ? 'content_digest' OR payload ->> 'content' = '')
            WHEN 'message_deleted' THEN public.id_in(payload, 'message_id') IS NOT NULL
            WHEN 'chat_read' THEN public.id_in(payload, 'up_to_id') IS NOT NULL
                AND (NOT payload ? 'from_id' OR public.id_in(payload, 'from_id') IS NOT NULL)
            WHEN 'user_erased' THEN public.id_in(payload, 'user_id') IS NOT NULL
            WHEN 'participant_blocked' THEN public.id_in(payload, 'user_id') IS NOT NULL
            WHEN 'participant_unblocked' THEN public.id_in(payload, 'user_id') IS NOT NULL
            -- Why it was reported is somebody's own words, as a message is.
            WHEN 'message_reported' THEN public.id_in(payload, 'message_id') IS NOT NULL
                AND jsonb_typeof(payload -> 'content') = 'string'
                AND (NOT payload ? 'content_digest' OR payload ->> 'content' = '')
            WHEN 'report_resolved' THEN public.id_in(payload, 'report_id') IS NOT NULL
                AND payload ->> 'resolution' IN ('dismissed', 'message_deleted', 'user_banned')
            WHEN 'user_banned' THEN public.id_in(payload, 'user_id') IS NOT NULL
            WHEN 'user_unbanned' THEN public.id_in(payload, 'user_id') IS NOT NULL
            WHEN 'user_blocked' THEN public.id_in(payload, 'user_id') IS NOT NULL
            -- The blocker is the actor, but where the database lifts a removed user's blocks.
            WHEN 'user_unblocked' THEN public.id_in(payload, 'user_id') IS NOT NULL
                AND (NOT payload ? 'blocker_id' OR public.id_in(payload, 'blocker_id') IS NOT NULL)
            ELSE true
        END,
        false
    )),
    CONSTRAINT events_in_a_chat CHECK ((chat_id IS NULL) = (kind IN ('user_blocked', 'user_unblocked'))),
    -- A chat is named by the position at which it began, a message likewise: no second sequence.
    -- Nothing happens in a chat before it begins.
    CHECK (CASE kind WHEN 'chat_created' THEN chat_id = position ELSE chat_id < position END)
);

-- `position + 0` is what a chat's events are read by, and `position` what the log is: so neither
-- index can be taken for the other, whatever the planner believes of the table.
CREATE INDEX events_chat ON public.events (chat_id, (position + 0));

-- What the server asks to have appended (see routines/append_batch.sql) …
CREATE TYPE public.draft AS (
    ordinal  integer,
    event_id uuid,
    realm    text,
    kind     text,
    chat_id  bigint,
    actor_id bigint,
    payload  jsonb
);

-- … and what the routines decide_*.sql make of it. `outcome` is `append`, `repeat`
-- (`original` is the position of the event that is already there), `unchanged`,
-- or the code of a refusal.
CREATE TYPE public.verdict AS (
    ordinal  integer,
    outcome  text,
    chat_id  bigint,
    payload  jsonb,
    original bigint
);

-- How fast each person sends messages and creates chats: routines/take_tokens.sql. One row a
-- person and kind, which is updated in place (`full_at` is in no index). A crash of Postgres
-- empties it: everybody may then use a whole burst again.
CREATE UNLOGGED TABLE public.token_buckets (
    user_id bigint      NOT NULL,
    kind    text        NOT NULL,
    -- When the bucket is full again.
    full_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, kind)
) WITH (fillfactor = 50);
