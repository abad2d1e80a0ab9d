-- The salted digest of an event's text, in hex. Where nobody wrote it, nobody can ask for it
-- to be erased, and there is no key.
--
-- This and event_hash() are written so that the planner takes them into the query that
-- calls them: there are many events to hash.
CREATE OR REPLACE FUNCTION audit.content_digest(_event public.events, _key bytea)
RETURNS text
LANGUAGE sql
STABLE
RETURN encode(sha256(
    sha256(coalesce(_key, ''::bytea) || uuid_send(_event.event_id))
    || convert_to(_event.payload ->> 'content', 'UTF8')
), 'hex');
