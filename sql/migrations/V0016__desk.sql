-- The operator's desk: what admins and moderators read about the chats of their realm. Its figures are
-- counted from the log by desk/count_for_desk.sql, beside the sends, which never wait for it. Erasures
-- that were asked for at the desk, and checks of the seals.

-- How far the log is counted. Who counts locks the row.
CREATE TABLE public.desk_position (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    position  bigint  NOT NULL DEFAULT 0
) WITH (fillfactor = 10);

INSERT INTO public.desk_position DEFAULT VALUES;

-- Messages sent in a chat within a quarter of an hour, the unit in which all time zones differ. Messages
-- that were deleted since count.
CREATE TABLE public.desk_activity (
    realm    text        NOT NULL,
    begins   timestamptz NOT NULL,
    chat_id  bigint      NOT NULL,
    messages bigint      NOT NULL,
    PRIMARY KEY (realm, begins, chat_id)
) WITH (fillfactor = 70);

-- From the first message of a student or a buyer that waits for an answer until the next one of the
-- teacher or the seller.
CREATE TABLE public.desk_waits (
    -- The first message that waits.
    asked_id    bigint      PRIMARY KEY,
    realm       text        NOT NULL,
    chat_id     bigint      NOT NULL,
    asked_by    bigint      NOT NULL,
    asked_at    timestamptz NOT NULL,
    -- NULL while it waits.
    answered_at timestamptz
);

-- The chats that wait; a chat waits once at a time.
CREATE INDEX desk_waits_open ON public.desk_waits (chat_id) WHERE answered_at IS NULL;
CREATE INDEX desk_waits_longest ON public.desk_waits (realm, asked_at, asked_id)
    WHERE answered_at IS NULL;
CREATE INDEX desk_waits_answered ON public.desk_waits (realm, answered_at) INCLUDE (asked_at)
    WHERE answered_at IS NOT NULL;

-- What each user wrote, in all realms: messages, and texts of all kinds (edits, reports, titles too).
CREATE TABLE public.desk_authors (
    user_id  bigint PRIMARY KEY,
    messages bigint NOT NULL,
    texts    bigint NOT NULL
) WITH (fillfactor = 70);

-- Finds the text that a message had at a time.
CREATE INDEX events_edits ON public.events (((payload ->> 'message_id')::bigint), position)
    WHERE kind = 'message_edited';
-- Finds the messages that were deleted since a time, by `chat_id + 0`, so that no history reads it.
CREATE INDEX messages_deleted_since ON public.messages ((chat_id + 0), delete_position)
    WHERE is_deleted;
-- Finds whether a chat was deleted at a time.
CREATE INDEX events_lifecycle ON public.events (chat_id, position)
    WHERE kind IN ('chat_deleted', 'chat_restored');

-- Erasures that an admin asked for at the desk. The server can erase nobody:
-- `vestnik erase-user --requested` carries them out. Whether it has is in `erasures`. A user is erased in
-- all realms; the desk of each has its own request.
CREATE TABLE public.erasure_requests (
    user_id        bigint      NOT NULL,
    realm          text        NOT NULL,
    requested_by   bigint      NOT NULL,
    requested_at   timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    -- The name that the admin typed to confirm; NULL once the erasure has begun.
    confirmed_name text,
    PRIMARY KEY (user_id, realm)
);

CREATE INDEX erasure_requests_realm ON public.erasure_requests (realm, requested_at, user_id);

-- The check of the seals that was asked for last, and what the latest one found: audit/proof.sql.
CREATE TABLE audit.proof (
    singleton    boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    requested_by bigint,
    started_at   timestamptz,
    -- How far it has come, and how far it goes; `until_position` is NULL if none runs.
    reached      bigint NOT NULL DEFAULT 0,
    until_position bigint,
    -- The latest check that found nothing.
    verified_to  bigint,
    verified_at  timestamptz,
    -- What the latest check found.
    problem      text,
    problem_at   bigint,
    found_at     timestamptz
) WITH (fillfactor = 50);

INSERT INTO audit.proof DEFAULT VALUES;
