-- The event log: the one source of truth. Everything in V0003 is derived from it.

-- One row. Whoever adds to it holds the order of the log until COMMIT: that is
-- what makes positions gapless and commit order equal to position order.
CREATE TABLE public.log_head (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    position  bigint  NOT NULL DEFAULT 0 CHECK (position >= 0)
) WITH (fillfactor = 10);

INSERT INTO public.log_head DEFAULT VALUES;

-- Append-only for everyone, but for the texts of who was erased: routines/guard_events.sql.
-- A plain INSERT may leave out `position`, `event_id`, `realm` (where the chat
-- tells it) and `recorded_at`: routines/complete_event.sql fills them in.
CREATE TABLE public.events (
    position    bigint      PRIMARY KEY CHECK (position > 0),
    event_id    uuid        NOT NULL UNIQUE,
    realm       text        NOT NULL
                            CHECK (realm IN ('school', 'messenger', 'campus', 'market', 'direct')),
    chat_id     bigint      NOT NULL,
    kind        text        NOT NULL
                            CHECK (kind IN ('chat_created', 'chat_deleted', 'chat_restored',
                                            'participant_joined', 'participant_left',
                                            'message_sent', 'message_edited', 'message_deleted',
                                            'chat_read', 'user_erased',
                                            'chat_hidden', 'participant_blocked', 'participant_unblocked',
                                            'message_reported', 'report_resolved',
                                            'user_banned', 'user_unbanned')),
    actor_id    bigint,
    payload     jsonb       NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(payload) = 'object'),
    recorded_at timestamptz NOT NULL,
    -- What a replica could not read must not get in, by whatever hand.
    CONSTRAINT events_payload_shape CHECK (coalesce(
        CASE kind
            WHEN 'chat_created' THEN jsonb_typeof(payload -> 'participants') = 'array'
                AND (NOT payload ? 'type' OR payload ->> 'type' IN ('private', 'group'))
                AND (NOT payload ? 'title' OR jsonb_typeof(payload -> 'title') = 'string')
                AND (NOT payload ? 'context' OR jsonb_typeof(payload -> 'context') = 'object')
            WHEN 'chat_restored' THEN jsonb_typeof(payload -> 'participants') = 'array'
            WHEN 'participant_joined' THEN jsonb_typeof(payload -> 'user_id') = 'number'
            WHEN 'participant_left' THEN jsonb_typeof(payload -> 'user_id') = 'number'
            WHEN 'message_sent' THEN jsonb_typeof(payload -> 'content') = 'string'
                -- What was erased has its digest and no text.
                AND (NOT payload ? 'content_digest' OR payload ->> 'content' = '')
                AND (NOT payload ? 'reply_to' OR jsonb_typeof(payload -> 'reply_to') = 'number')
            WHEN 'message_edited' THEN jsonb_typeof(payload -> 'message_id') = 'number'
                AND jsonb_typeof(payload -> 'content') = 'string'
                AND (NOT payload ? 'content_digest' OR payload ->> 'content' = '')
            WHEN 'message_deleted' THEN jsonb_typeof(payload -> 'message_id') = 'number'
            WHEN 'chat_read' THEN jsonb_typeof(payload -> 'up_to_id') = 'number'
            WHEN 'user_erased' THEN jsonb_typeof(payload -> 'user_id') = 'number'
            WHEN 'participant_blocked' THEN jsonb_typeof(payload -> 'user_id') = 'number'
            WHEN 'participant_unblocked' THEN jsonb_typeof(payload -> 'user_id') = 'number'
            -- Why it was reported is somebody's own words, as a message is.
            WHEN 'message_reported' THEN jsonb_typeof(payload -> 'message_id') = 'number'
                AND jsonb_typeof(payload -> 'content') = 'string'
                AND (NOT payload ? 'content_digest' OR payload ->> 'content' = '')
            WHEN 'report_resolved' THEN jsonb_typeof(payload -> 'report_id') = 'number'
                AND jsonb_typeof(payload -> 'resolution') = 'string'
            WHEN 'user_banned' THEN jsonb_typeof(payload -> 'user_id') = 'number'
            WHEN 'user_unbanned' THEN jsonb_typeof(payload -> 'user_id') = 'number'
            ELSE true
        END,
        false
    )),
    -- A chat is named by the position at which it began, a message likewise: no second sequence.
    -- Nothing happens in a chat before it begins.
    CHECK (CASE kind WHEN 'chat_created' THEN chat_id = position ELSE chat_id < position END)
);

CREATE INDEX events_chat ON public.events (chat_id, position);

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
