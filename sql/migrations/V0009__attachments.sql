-- Files that people attach to messages.

-- Who brought which file. What is in it is in the storage (STORAGE_URL), under its key. It is
-- not derived from the log, which names files by their id alone: names are people's own
-- words, and go with who is erased.
CREATE TABLE public.attachments (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key        uuid        NOT NULL,
    realm      text        NOT NULL,
    owner_id   bigint      NOT NULL,
    name       text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 255),
    -- What its first bytes say it is, and how many it has; empty until all of it is there.
    mime       text,
    size       bigint      CHECK (size >= 0),
    created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
    -- It was looked at after a day, and a message has it: it is looked at no more.
    is_posted boolean     NOT NULL DEFAULT false,
    -- Nobody is given it any more; its bytes are removed, then this row.
    deleted_at  timestamptz,
    CHECK ((mime IS NULL) = (size IS NULL))
);

CREATE INDEX attachments_owner ON public.attachments (owner_id);
CREATE INDEX attachments_to_check ON public.attachments (created_at)
    WHERE NOT is_posted AND deleted_at IS NULL;
CREATE INDEX attachments_deleted ON public.attachments (deleted_at) WHERE deleted_at IS NOT NULL;

-- What sort of message it is, and the files it has, in their order.
ALTER TABLE public.messages
    ADD COLUMN type        text     NOT NULL DEFAULT 'text',
    ADD COLUMN attachments bigint[] NOT NULL DEFAULT '{}';

-- Where a file was posted.
CREATE INDEX messages_attachments ON public.messages USING gin (attachments)
    WHERE attachments <> '{}';
