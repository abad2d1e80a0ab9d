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
    created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    -- Whether a message has it: set after a day, when unposted files expire.
    is_posted  boolean     NOT NULL DEFAULT false,
    -- From then on it cannot be downloaded; its content is deleted, then this row.
    deleted_at timestamptz,
    -- Of a picture, in pixels.
    width      integer     CHECK (width > 0),
    height     integer     CHECK (height > 0),
    -- A picture whose preview is to be made. The preview is stored beside the content.
    awaits_preview boolean NOT NULL DEFAULT false,
    preview_mime   text,
    preview_size   bigint  CHECK (preview_size > 0),
    -- A ThumbHash of the preview, in Base64.
    placeholder    text,
    CHECK ((mime IS NULL) = (size IS NULL)),
    CHECK ((width IS NULL) = (height IS NULL)),
    CHECK ((preview_mime IS NULL) = (preview_size IS NULL)),
    CHECK ((preview_mime IS NULL) = (placeholder IS NULL))
);

CREATE INDEX attachments_owner ON public.attachments (owner_id);
CREATE INDEX attachments_to_check ON public.attachments (created_at)
    WHERE NOT is_posted AND deleted_at IS NULL;
CREATE INDEX attachments_awaiting_preview ON public.attachments (id) WHERE awaits_preview;
CREATE INDEX attachments_deleted ON public.attachments (deleted_at) WHERE deleted_at IS NOT NULL;

-- The type of the message, and its files in their order.
ALTER TABLE public.messages
    ADD COLUMN type        text     NOT NULL DEFAULT 'text',
    ADD COLUMN attachments bigint[] NOT NULL DEFAULT '{}';

-- Finds the messages that have a file. Without a list of pending entries, which each look-up would
-- read from beginning to end.
CREATE INDEX messages_attachments ON public.messages USING gin (attachments)
    WITH (fastupdate = off)
    WHERE attachments <> '{}';
