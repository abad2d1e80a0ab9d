-- Data that readers of an event need besides its own columns: the UUIDs of its chat and of the
-- message that it refers to (replied to, edited, deleted, read up to); the files of a message,
-- which the log references by id; the messages of others that a read mark newly covers; and whether
-- its message must be delivered without its text, because it was deleted in a realm whose streams
-- show no deletions.
--
-- The planner inlines it, so unused columns cost nothing. Each row is looked up by its primary key
-- alone: see append_batch.sql. Ids in a payload are read by id_in(), so that a malformed payload
-- does not fail the query for other events.
CREATE OR REPLACE FUNCTION public.event_context(
    _position bigint,
    _realm    text,
    _kind     text,
    _chat_id  bigint,
    _actor_id bigint,
    _payload  jsonb
)
RETURNS TABLE (
    chat_uuid    uuid,
    subject_uuid uuid,
    files        jsonb,
    newly_read   bigint[],
    is_blanked   boolean
)
LANGUAGE sql
STABLE
AS $$
    SELECT (
               SELECT created.event_id
               FROM public.events AS created
               WHERE created.position = _chat_id
           ),
           (
               SELECT subject.event_id
               FROM (
                   SELECT s.event_id, s.chat_id, s.kind
                   FROM public.events AS s
                   WHERE s.position = public.id_of(coalesce(
                       _payload -> 'message_id', _payload -> 'reply_to', _payload -> 'up_to_id'
                   ))
                   OFFSET 0
               ) AS subject
               WHERE subject.chat_id = _chat_id
                 AND subject.kind = 'message_sent'
           ),
           CASE WHEN _kind = 'message_sent'
                 AND jsonb_typeof(_payload -> 'attachments') = 'array' THEN (
               SELECT jsonb_agg(found.file ORDER BY named.place)
               FROM jsonb_array_elements(_payload -> 'attachments')
                    WITH ORDINALITY AS named (id, place)
               CROSS JOIN LATERAL (
                   SELECT jsonb_build_object(
                       'id', a.id, 'name', a.name, 'mime', a.mime, 'size', a.size
                   ) AS file
                   FROM public.attachments AS a
                   WHERE a.id = public.id_of(named.id)
                     AND a.size IS NOT NULL
                     AND a.deleted_at IS NULL
                   OFFSET 0
               ) AS found
           ) END,
           CASE WHEN _kind = 'chat_read' AND public.realm_has_read_times(_realm) THEN ARRAY(
               SELECT m.id
               FROM public.messages AS m
               WHERE NOT m.is_deleted
                 AND (m.chat_id, m.id) > (_chat_id, coalesce(
                     public.id_in(_payload, 'from_id'),
                     public.id_in(_payload, 'up_to_id') - 1,
                     _position
                 ))
                 AND (m.chat_id, m.id) <= (_chat_id, coalesce(
                     public.id_in(_payload, 'up_to_id'), 0
                 ))
                 AND m.sender_id IS DISTINCT FROM _actor_id
               ORDER BY m.chat_id DESC, m.id DESC
               LIMIT 10000
           ) END,
           CASE WHEN _kind = 'message_sent' AND public.realm_blanks_deleted(_realm) THEN (
               SELECT m.is_deleted
               FROM public.messages AS m
               WHERE m.id = _position
           ) END;
$$;
