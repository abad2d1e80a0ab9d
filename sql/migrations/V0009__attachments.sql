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
    is_settled boolean     NOT NULL DEFAULT false,
    -- Nobody is given it any more; its bytes are removed, then this row.
    doomed_at  timestamptz,
    CHECK ((mime IS NULL) = (size IS NULL))
);

CREATE INDEX attachments_owner ON public.attachments (owner_id);
CREATE INDEX attachments_to_settle ON public.attachments (created_at)
    WHERE NOT is_settled AND doomed_at IS NULL;
CREATE INDEX attachments_doomed ON public.attachments (doomed_at) WHERE doomed_at IS NOT NULL;

-- What sort of message it is, and the files it has, in their order.
ALTER TABLE public.messages
    ADD COLUMN type        text     NOT NULL DEFAULT 'text',
    ADD COLUMN attachments bigint[] NOT NULL DEFAULT '{}';

-- Where a file was posted.
CREATE INDEX messages_attachments ON public.messages USING gin (attachments)
    WHERE attachments <> '{}';

-- Whether this is a list of ids.
CREATE FUNCTION public.are_ids(_list jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT CASE WHEN jsonb_typeof(_list) = 'array' THEN NOT EXISTS (
        SELECT
        FROM jsonb_array_elements(_list) AS named
        WHERE public.id_of(named) IS NULL
    ) ELSE false END;
$$;

ALTER TABLE public.events ADD CONSTRAINT events_message_files CHECK (
    kind <> 'message_sent'
    OR coalesce(
        (NOT payload ? 'type' OR payload ->> 'type' IN ('text', 'file', 'image'))
        AND (NOT payload ? 'attachments' OR public.are_ids(payload -> 'attachments')),
        false
    )
);

-- When somebody read past a message, where that was long after it: what `read_at` asks.
CREATE INDEX events_cursors ON public.events (chat_id, actor_id, (position + 0))
    WHERE realm = 'messenger' AND kind IN ('message_sent', 'chat_read');
