-- Connected users: neither in the log nor derived from it.
--
-- Both tables are unlogged: a crash of Postgres empties them, and a standby has no rows. A replica
-- whose row is missing registers all its users again (presence/presence_heartbeat.sql).
CREATE UNLOGGED TABLE public.replicas (
    replica_id   uuid        PRIMARY KEY,
    -- The last heartbeat.
    heartbeat_at timestamptz NOT NULL,
    -- The end of its lease, after which another replica deletes it.
    expires_at   timestamptz NOT NULL
);

-- A user is online while they have a row, of any replica.
CREATE UNLOGGED TABLE public.presence (
    user_id    bigint      NOT NULL,
    replica_id uuid        NOT NULL REFERENCES public.replicas (replica_id) ON DELETE CASCADE,
    -- Since when they have been online without interruption, on any replica.
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

-- One row, incremented with each notification, so that a replica detects a missed one.
CREATE TABLE public.presence_version (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    version   bigint  NOT NULL DEFAULT 0
) WITH (fillfactor = 10);

INSERT INTO public.presence_version DEFAULT VALUES;
