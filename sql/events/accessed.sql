-- `accessed`: somebody of the staff, or a program, read what others wrote: a chat in which they were no member,
-- or all chats. It happens in no chat, so that no member's stream has it: the chat is in the payload. Only
-- ../audit/record_access.sql appends it, before the answer is given.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, in_chat)
VALUES
    ('accessed', NULL, NULL, 'describe_accessed', 'none', false);

CREATE OR REPLACE FUNCTION public.is_valid_accessed(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT _payload ->> 'action' IN (
               'listed', 'reviewed', 'followed', 'searched', 'opened', 'read', 'previewed', 'downloaded', 'exported'
           )
       AND jsonb_typeof(_payload -> 'route') = 'string'
       AND jsonb_typeof(_payload -> 'address') = 'string'
       AND (NOT _payload ? 'chat_id' OR public.id_in(_payload, 'chat_id') IS NOT NULL)
       AND (NOT _payload ? 'attachment_id' OR public.id_in(_payload, 'attachment_id') IS NOT NULL)
       AND (NOT _payload ? 'reason' OR jsonb_typeof(_payload -> 'reason') = 'string');
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_accesses', 105, '{accessed}');

CREATE OR REPLACE FUNCTION public.project_accesses(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO public.accesses
        (position, at, realm, user_id, via_key, chat_id, attachment_id, action, route, address, reason)
    SELECT e.position, e.recorded_at, e.realm, e.actor_id, e.payload ->> 'via_key',
           public.id_in(e.payload, 'chat_id'), public.id_in(e.payload, 'attachment_id'),
           e.payload ->> 'action', e.payload ->> 'route', e.payload ->> 'address', e.payload ->> 'reason'
    FROM public.events AS e
    WHERE e.position BETWEEN _from AND _to
      AND e.kind = 'accessed';
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_accessed(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT CASE _event.payload ->> 'action'
               WHEN 'opened' THEN 'said why they read'
               WHEN 'reviewed' THEN 'read reports of'
               WHEN 'previewed' THEN 'looked at previews of'
               WHEN 'downloaded' THEN 'downloaded file ' || coalesce(_event.payload ->> 'attachment_id', '?') || ' of'
               ELSE _event.payload ->> 'action'
           END
           || coalesce(' chat ' || (_event.payload ->> 'chat_id'), ' all chats')
           || ' of others'
           || coalesce(': ' || (_event.payload ->> 'reason'), '');
$$;
