-- A step of project(): chats that begin in the range.
CREATE OR REPLACE FUNCTION public.project_chats(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO public.chats
        (id, uuid, realm, type, pair_key, title, created_by, context, created_at, activity_position)
    SELECT e.chat_id,
           e.event_id,
           e.realm,
           coalesce(e.payload ->> 'type', 'private'),
           e.payload ->> 'pair_key',
           e.payload ->> 'title',
           e.actor_id,
           e.payload -> 'context',
           e.recorded_at,
           e.position
    FROM public.events AS e
    WHERE e.position BETWEEN _from AND _to
      AND e.kind = 'chat_created';
END;
$$;
