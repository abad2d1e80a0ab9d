-- Data that readers of an event need besides its own columns: the UUIDs of its chat and of the
-- message that it refers to (replied to, edited, deleted, read up to); whether the chat is a group; the files of a message,
-- which the log references by id; the messages of others that a read mark newly covers; whether
-- its message must be delivered without its text, because it was deleted in a realm whose streams
-- show no deletions; and to whom a change of a user is shown.
--
-- The planner inlines it, so unused columns cost nothing. Each row is looked up by its primary key
-- alone: see append_batch.sql. What few events have is a routine of its own, because starting a
-- statement costs time for each part of its plan. Ids in a payload are read by id_in(), so that a
-- malformed payload does not fail the query for other events.
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
    is_blanked   boolean,
    is_in_group  boolean,
    shown_to     jsonb
)
LANGUAGE sql
STABLE
AS $$
    SELECT created.event_id,
           CASE WHEN _payload ?| '{message_id, reply_to, up_to_id}' THEN public.uuid_of_message(
               _chat_id,
               public.id_of(coalesce(
                   _payload -> 'message_id', _payload -> 'reply_to', _payload -> 'up_to_id'
               ))
           ) END,
           CASE
               WHEN _kind = 'message_sent' AND jsonb_typeof(_payload -> 'attachments') = 'array'
                   THEN public.describe_files(_payload -> 'attachments')
           END,
           CASE
               WHEN _kind = 'chat_read' AND public.realm_has_read_times(_realm)
                   THEN public.newly_read(_position, _chat_id, _actor_id, _payload)
           END,
           CASE
               WHEN _kind = 'message_sent' AND public.realm_blanks_deleted(_realm)
                   THEN public.is_deleted_message(_position)
           END,
           coalesce(created.payload ->> 'type' = 'group', false),
           CASE
               WHEN _chat_id IS NULL AND _kind = ANY (public.shown_user_kinds())
                   THEN public.shown_to(public.id_in(_payload, 'user_id'), _position)
           END
    FROM (SELECT _chat_id AS id) AS chat
    LEFT JOIN LATERAL (
        SELECT created.event_id, created.payload
        FROM public.events AS created
        WHERE created.position = chat.id
        OFFSET 0
    ) AS created ON true;
$$;
