-- Files attached to messages.

-- The content is in the storage (STORAGE_URL) under the key. The table is not derived from the log,
-- which references files by id: file names are texts of users, and are erased with the user.
CREATE TABLE public.attachments (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key        uuid        NOT NULL,
    realm      text        NOT NULL,
    owner_id   bigint      NOT NULL,
    name       text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 255),
    -- The media type, detected from the first bytes, and the size in bytes; NULL until the upload
    -- is complete.
    mime       text,
    size       bigint      CHECK (size >= 0),
    -- SHA-256 of the stored content, once the upload is complete. Messages repeat it in the log.
    sha256     bytea       CHECK (octet_length(sha256) = 32),
    -- When the upload began; once it is complete, when it ended.
    created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    -- Whether a message or a scheduled one has it, or a chat or a user as their picture: set after a day, when
    -- unposted files expire, and of a picture at once. Cleared of a picture that was replaced, and of the files of
    -- what is cancelled.
    is_posted  boolean     NOT NULL DEFAULT false,
    -- From then on it cannot be downloaded; its content is deleted, then this row.
    deleted_at timestamptz,
    -- Of a picture or a video, in pixels.
    width      integer     CHECK (width > 0),
    height     integer     CHECK (height > 0),
    -- A picture whose preview is to be made. The preview is stored beside the content.
    awaits_preview boolean NOT NULL DEFAULT false,
    preview_mime   text,
    preview_size   bigint  CHECK (preview_size > 0),
    -- A ThumbHash of the preview, in Base64.
    placeholder    text,
    -- A video or a sound whose sides and duration are to be read.
    awaits_probe   boolean NOT NULL DEFAULT false,
    -- When a replica may begin to make the preview, or to read sides and duration: the one that begins sets
    -- this a minute ahead. After as many failures of the storage it is further ahead.
    due_at         timestamptz NOT NULL DEFAULT now(),
    failures       integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
    -- In milliseconds.
    duration_ms    bigint  CHECK (duration_ms >= 0),
    -- A recorded voice, and how loud it is over its time, as its recorder has measured.
    is_voice       boolean NOT NULL DEFAULT false,
    waveform       smallint[] CHECK (cardinality(waveform) BETWEEN 1 AND 128),
    CHECK ((mime IS NULL) = (size IS NULL)),
    CHECK ((sha256 IS NULL) = (size IS NULL)),
    CHECK ((width IS NULL) = (height IS NULL)),
    CHECK ((preview_mime IS NULL) = (preview_size IS NULL)),
    CHECK ((preview_mime IS NULL) = (placeholder IS NULL))
);

CREATE UNIQUE INDEX attachments_key ON public.attachments (key);
CREATE INDEX attachments_owner ON public.attachments (owner_id);
CREATE INDEX attachments_to_check ON public.attachments (created_at)
    WHERE NOT is_posted AND deleted_at IS NULL;
CREATE INDEX attachments_awaiting_preview ON public.attachments (owner_id, due_at)
    WHERE awaits_preview;
CREATE INDEX attachments_awaiting_probe ON public.attachments (due_at) WHERE awaits_probe;
CREATE INDEX attachments_deleted ON public.attachments (deleted_at) WHERE deleted_at IS NOT NULL;

-- The pictures of users.
ALTER TABLE public.users
    ADD COLUMN picture_id bigint REFERENCES public.attachments ON DELETE SET NULL;

CREATE INDEX users_pictures ON public.users (picture_id) WHERE picture_id IS NOT NULL;

-- A resumable upload. Its file is in the storage in parts of one size until all of it is received.
CREATE TABLE public.uploads (
    attachment_id bigint      PRIMARY KEY REFERENCES public.attachments ON DELETE CASCADE,
    -- In bytes: the whole file, and what is stored of it.
    length        bigint      NOT NULL CHECK (length >= 0),
    received      bigint      NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND length),
    part_size     integer     NOT NULL CHECK (part_size > 0),
    -- For each stored part, the lease under which it was written: a part of the name of its object.
    parts         integer[]   NOT NULL DEFAULT '{}',
    -- The number of the request that writes the upload, and until when no other one may. A request
    -- whose number is no longer this one has lost the upload.
    lease         integer     NOT NULL DEFAULT 0,
    leased_until  timestamptz NOT NULL DEFAULT '-infinity',
    -- What the client said of the file, as it said it.
    metadata      text        NOT NULL,
    -- From then on the file is complete, and its parts are deleted.
    finished_at   timestamptz
);

CREATE INDEX uploads_finished ON public.uploads (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX uploads_with_needless_parts ON public.uploads (finished_at)
    WHERE finished_at IS NOT NULL AND parts <> '{}';

-- The type of the message, and its files in their order.
ALTER TABLE public.messages
    ADD COLUMN type        text     NOT NULL DEFAULT 'text',
    ADD COLUMN attachments bigint[] NOT NULL DEFAULT '{}';

-- Lists the files of a chat. Its condition is not that of messages_files, whose queries would else read all of
-- this index where the planner believes the table to be empty.
CREATE INDEX messages_with_files ON public.messages (chat_id, id)
    WHERE cardinality(attachments) > 0 AND NOT is_deleted;

-- What unread counts leave out.
CREATE INDEX messages_system ON public.messages (chat_id, id)
    WHERE type = 'system' AND NOT is_deleted;

-- Counts the messages after a read mark that its user has forwarded or scheduled, by `chat_id + 0` and
-- `id + 0`.
CREATE INDEX messages_without_visit ON public.messages ((chat_id + 0), sender_id, (id + 0))
    WHERE (forwarded_from IS NOT NULL OR scheduled_id IS NOT NULL) AND NOT is_deleted;

-- Finds the messages that have a file. Without a list of pending entries, which each look-up would
-- read from beginning to end.
CREATE INDEX messages_attachments ON public.messages USING gin (attachments)
    WITH (fastupdate = off)
    WHERE attachments <> '{}';
