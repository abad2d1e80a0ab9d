-- `accessed`: an admin, a moderator or an API key read a chat of which they were no member, or all chats. The event
-- belongs to no chat, so that no stream of a member shows it: the payload names the chat. `content` is the reader's
-- reason. Only ../audit/record_access.sql appends it, before the server answers.
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
       AND (NOT _payload ? 'content' OR public.is_valid_text(_payload));
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
           e.payload ->> 'action', e.payload ->> 'route', e.payload ->> 'address', nullif(e.payload ->> 'content', '')
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
    SELECT 'accessed what others wrote: ' || audit.access_in_words(_event.payload ->> 'action', 'en')
           || coalesce(', chat ' || (_event.payload ->> 'chat_id'), '')
           || coalesce(', file ' || (_event.payload ->> 'attachment_id'), '');
$$;

-- The reason is erased with the reader who gave it.
CREATE OR REPLACE FUNCTION audit.erase_accessed(_positions bigint[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.accesses AS a
    SET reason = NULL
    FROM public.events AS e
    WHERE e.position = ANY (_positions)
      AND e.kind = 'accessed'
      AND e.payload ? 'content_digest'
      AND a.position = e.position;
END;
$$;
