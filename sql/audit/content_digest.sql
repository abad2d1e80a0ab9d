-- The salted digest of an event's text, in hex. A text without an author cannot be erased and has
-- no key. The planner inlines this and event_hash(), which matters for millions of events.
CREATE OR REPLACE FUNCTION audit.content_digest(_event public.events, _key bytea)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT encode(sha256(
        sha256(coalesce(_key, ''::bytea) || uuid_send(_event.event_id))
        || convert_to(audit.texts_of(_event.payload), 'UTF8')
    ), 'hex');
$$;
