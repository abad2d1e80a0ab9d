-- The salted digest of an event's text, in hex. Where nobody wrote it, nobody can ask for it
-- to be erased, and there is no key.
CREATE OR REPLACE FUNCTION audit.content_digest(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT encode(sha256(
        sha256(
            coalesce((SELECT k.key FROM audit.author_keys AS k WHERE k.author_id = _event.actor_id), '')
            || uuid_send(_event.event_id)
        )
        || convert_to(_event.payload ->> 'content', 'UTF8')
    ), 'hex');
$$;

-- SHA-256 of one event. What is hashed is text in UTF-8, nine lines, each ended by a line
-- feed:
--
--     vestnik event 1
--     <position>
--     <event_id>
--     <realm>
--     <chat_id>
--     <kind>
--     <actor_id, or - >
--     <recorded_at, in microseconds since 1970-01-01 UTC>
--     <payload as Postgres prints jsonb>
--
-- In the payload a text (`content`) is replaced by its digest (`content_digest`), so that
-- the hash stays the same when somebody's texts are erased (erase_texts.sql). The digest is
--
--     SHA-256(salt || text), salt = SHA-256(the author's key || the 16 bytes of event_id)
--
-- An erased event has an empty text and brings its digest along. An event that brings a
-- digest along and has a text as well is a forgery, and hashes as what it is.
CREATE OR REPLACE FUNCTION audit.event_hash(_event public.events)
RETURNS bytea
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT sha256(convert_to(concat(
        'vestnik event 1', E'\n',
        _event.position, E'\n',
        _event.event_id, E'\n',
        _event.realm, E'\n',
        _event.chat_id, E'\n',
        _event.kind, E'\n',
        coalesce(_event.actor_id::text, '-'), E'\n',
        (extract(epoch FROM _event.recorded_at) * 1000000)::bigint, E'\n',
        CASE
            WHEN NOT _event.payload ? 'content' THEN _event.payload
            WHEN _event.payload ? 'content_digest' AND _event.payload ->> 'content' = ''
                THEN _event.payload - 'content'
            ELSE _event.payload - 'content'
                 || jsonb_build_object('content_digest', audit.content_digest(_event))
        END, E'\n'
    ), 'UTF8'));
$$;
