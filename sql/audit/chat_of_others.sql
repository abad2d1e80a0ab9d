-- A step of record_access(): the chat of others that an access is about; NULL if it shows its reader nothing of
-- others, because there is no such chat in the realm, or because the reader is a member or the owner of the file.
-- With _only_reported only reported messages, and chats with one, are shown.
CREATE OR REPLACE FUNCTION audit.chat_of_others(
    _realm         text,
    _reader        bigint,
    _chat_id       bigint,
    _message_id    bigint,
    _attachment_id bigint,
    _only_reported boolean
)
RETURNS bigint
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _chats CONSTANT bigint[] := ARRAY(
        SELECT c.id
        FROM (
            SELECT _chat_id AS chat_id,
                   NOT _only_reported OR EXISTS (
                       SELECT FROM public.reports AS r WHERE r.chat_id = _chat_id
                   ) AS is_shown
            UNION ALL
            -- Also a system message, whose id is the position of its event.
            SELECT e.chat_id, NOT _only_reported OR public.is_reported(e.position)
            FROM public.events AS e
            WHERE e.position = _message_id
            UNION ALL
            SELECT m.chat_id, NOT _only_reported OR public.is_reported(m.id)
            FROM public.messages AS m
            WHERE m.attachments @> ARRAY[_attachment_id]
              AND m.attachments <> '{}'
        ) AS named
        CROSS JOIN LATERAL (
            SELECT c.id, c.realm
            FROM public.chats AS c
            WHERE c.id = named.chat_id
            OFFSET 0
        ) AS c
        WHERE c.realm = _realm
          AND named.is_shown
        ORDER BY c.id
    );
BEGIN
    IF EXISTS (
        SELECT
        FROM unnest(_chats) AS named (chat_id)
        CROSS JOIN LATERAL (
            SELECT
            FROM public.chat_participants AS p
            WHERE p.chat_id = named.chat_id
              AND p.user_id = _reader
            OFFSET 0
        ) AS p
    ) OR EXISTS (
        SELECT
        FROM public.attachments AS a
        WHERE a.id = _attachment_id
          AND a.owner_id = _reader
    ) THEN
        RETURN NULL;
    END IF;

    RETURN _chats[1];
END;
$$;
