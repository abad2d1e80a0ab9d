-- The event with its text erased: text and title are empty, a former name, where it was forwarded from, what
-- its files were and custom data are gone, and the payload has the digest that was sealed, and with whom it was
-- erased (`erased_user_id`, which is not sealed). NULL for an event that cannot be erased: without an author or a text, already erased, or with
-- no text that is erased with a user who is being erased.
CREATE OR REPLACE FUNCTION audit.redact(_event public.events)
RETURNS public.events
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _key    CONSTANT bytea := (
        SELECT k.key FROM audit.author_keys AS k WHERE k.author_id = audit.text_author(_event)
    );
    _erased CONSTANT bigint := (
        SELECT min(r.user_id)
        FROM public.erasures AS r
        WHERE r.user_id = ANY (audit.texts_erased_with(_event))
          AND r.finished_at IS NULL
    );
BEGIN
    IF NOT audit.has_texts(_event.payload)
        OR _event.payload ? 'content_digest'
        -- Without the key the digest would differ from the sealed one.
        OR _key IS NULL
        OR _erased IS NULL
    THEN
        RETURN NULL;
    END IF;

    _event.payload := audit.without_texts(_event.payload)
        || CASE WHEN _event.payload ? 'content' THEN '{"content": ""}' ELSE '{}' END::jsonb
        || CASE WHEN _event.payload ? 'title' THEN '{"title": ""}' ELSE '{}' END::jsonb
        || jsonb_build_object(
            'content_digest', audit.content_digest(_event, _key),
            'erased_user_id', _erased
        );
    RETURN _event;
END;
$$;
