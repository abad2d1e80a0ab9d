-- The event with its text erased: the text is empty, and the payload has the digest that was
-- sealed. NULL for an event that cannot be erased: without an actor or a text, already erased, or
-- of a user who is not being erased.
CREATE OR REPLACE FUNCTION audit.redact(_event public.events)
RETURNS public.events
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _key bytea := (SELECT k.key FROM audit.author_keys AS k WHERE k.author_id = _event.actor_id);
BEGIN
    IF NOT _event.payload ? 'content'
        OR _event.payload ? 'content_digest'
        -- Without the key the digest would differ from the sealed one.
        OR _key IS NULL
        OR NOT EXISTS (
            SELECT
            FROM public.erasures AS r
            WHERE r.user_id = _event.actor_id
              AND r.finished_at IS NULL
        )
    THEN
        RETURN NULL;
    END IF;

    _event.payload := _event.payload
        || jsonb_build_object('content', '', 'content_digest', audit.content_digest(_event, _key));
    RETURN _event;
END;
$$;
