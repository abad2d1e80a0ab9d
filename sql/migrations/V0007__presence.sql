-- Who is connected. Nothing of it is in the log, nor derived from it: it is true for a moment.
--
-- Unlogged: a crash of Postgres empties these two, and a standby has none. A replica whose
-- row is gone registers everyone it holds anew (presence/presence_heartbeat.sql).
CREATE UNLOGGED TABLE public.replicas (
    replica_id uuid        PRIMARY KEY,
    -- When it last said that it lives …
    heartbeat_at    timestamptz NOT NULL,
    -- … and until when that is believed. Then whoever notices reaps it.
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

-- When somebody last came or went. It outlives them being there, and every crash. No foreign
-- key: a transaction that has deleted a user and lingers would hold up everyone's presence.
-- The row goes with the user all the same (users/leave_chats_on_user_delete.sql).
CREATE TABLE public.last_seen (
    user_id bigint      PRIMARY KEY,
    at      timestamptz NOT NULL
) WITH (fillfactor = 70);

-- One row, one more with each announcement: a replica that has missed one sees it by this.
CREATE TABLE public.presence_version (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    version   bigint  NOT NULL DEFAULT 0
) WITH (fillfactor = 10);

INSERT INTO public.presence_version DEFAULT VALUES;
