-- Connected users. None of it is in the log, nor derived from it.
--
-- Unlogged: a crash of Postgres empties these two, and a standby has none. A replica whose
-- row is gone registers all its users anew (presence/presence_heartbeat.sql).
CREATE UNLOGGED TABLE public.replicas (
    replica_id uuid        PRIMARY KEY,
    -- Its last heartbeat, …
    heartbeat_at    timestamptz NOT NULL,
    -- … and when its lease expires: then another replica removes it.
    expires_at timestamptz NOT NULL
);

-- A user is online while there is a row of theirs, whichever replica's.
CREATE UNLOGGED TABLE public.presence (
    user_id    bigint      NOT NULL,
    replica_id uuid        NOT NULL REFERENCES public.replicas (replica_id) ON DELETE CASCADE,
    -- Since when they are online without a break, here or elsewhere before.
    since      timestamptz NOT NULL,
    PRIMARY KEY (user_id, replica_id)
);

CREATE INDEX presence_replica ON public.presence (replica_id);

-- When a user last connected or disconnected; it survives crashes. No foreign key: an open
-- transaction that has deleted a user would block the presence of all users. The row is deleted
-- with the user all the same (users/leave_chats_on_user_delete.sql).
CREATE TABLE public.last_seen (
    user_id bigint      PRIMARY KEY,
    at      timestamptz NOT NULL
) WITH (fillfactor = 70);

-- One row, incremented with each announcement, so that a replica notices a missed one.
CREATE TABLE public.presence_version (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    version   bigint  NOT NULL DEFAULT 0
) WITH (fillfactor = 10);

INSERT INTO public.presence_version DEFAULT VALUES;
