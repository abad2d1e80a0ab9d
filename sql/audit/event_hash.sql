-- SHA-256 of one event, over ten lines of UTF-8 text, each terminated by a line feed:
--
--     vestnik event 3
--     <position>
--     <event_id>
--     <realm>
--     <chat_id, or - >
--     <kind>
--     <actor_id, or - >
--     <recorded_at, in microseconds since 1970-01-01 UTC>
--     <origin>
--     <payload as Postgres prints jsonb>
--
-- In the payload, the digest (`content_digest`) replaces what erasing removes (without_texts()): the text
-- (`content`), the title of a new group or listing, where a forwarded message is from, the names, sizes and
-- hashes of files, the former name of somebody who was renamed, and custom data. So erasing a user's texts
-- (erase_texts.sql) does not change the hash. The digest is
--
--     SHA-256(salt || texts), salt = SHA-256(the key of who wrote the text || the 16 bytes of event_id)
--
-- where `texts` is what was replaced, as JSON (texts_of()), and text_author() wrote the text. Each event has a salt of
-- its own, so that a proof of a chat contains salts and no key.
--
-- An erased event has an empty text and contains its digest. With whom it was erased (`erased_user_id`) is not
-- hashed: the event `user_erased` vouches for it. An event with both a digest and a text
-- is forged; its hash covers both.
CREATE OR REPLACE FUNCTION audit.event_hash(_event public.events, _key bytea)
RETURNS bytea
LANGUAGE sql
STABLE
AS $$
    SELECT sha256(convert_to(concat(
        'vestnik event 3', E'\n',
        _event.position, E'\n',
        _event.event_id, E'\n',
        _event.realm, E'\n',
        coalesce(_event.chat_id::text, '-'), E'\n',
        _event.kind, E'\n',
        coalesce(_event.actor_id::text, '-'), E'\n',
        (extract(epoch FROM _event.recorded_at) * 1000000)::bigint, E'\n',
        _event.origin, E'\n',
        CASE
            WHEN _event.payload ? 'content_digest'
                AND coalesce(_event.payload ->> 'content', '') = ''
                AND coalesce(_event.payload ->> 'title', '') = ''
                AND NOT _event.payload ?| ARRAY['forwarded_from', 'files', 'former_name', 'custom']
                AND NOT coalesce(_event.payload -> 'context' ? 'title', false)
                THEN audit.without_texts(_event.payload) - 'erased_user_id'
            WHEN NOT audit.has_texts(_event.payload) THEN _event.payload
            ELSE audit.without_texts(_event.payload)
                 || jsonb_build_object('content_digest', audit.content_digest(_event, _key))
        END, E'\n'
    ), 'UTF8'));
$$;
