-- A step of project(): chats deleted and brought back in the range. Runs after the comings and
-- goings of the range: whoever is still in a chat when it is deleted is out of it.
CREATE OR REPLACE FUNCTION public.project_endings(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE public.chat_participants AS p
    SET left_at = ended.recorded_at
    FROM (
        SELECT DISTINCT ON (inside.chat_id, inside.user_id)
               inside.chat_id, inside.user_id, deletion.recorded_at
        FROM public.events AS deletion
        JOIN public.chat_participants AS inside
            ON inside.chat_id = deletion.chat_id
           AND inside.left_at IS NULL
        WHERE deletion.position BETWEEN _from AND _to
          AND deletion.kind = 'chat_deleted'
          -- Who came in after it is in.
          AND NOT EXISTS (
              SELECT
              FROM public.events AS coming
              WHERE coming.chat_id = deletion.chat_id
                AND coming.position > deletion.position
                AND coming.position <= _to
                AND (coming.kind = 'participant_joined'
                     AND (coming.payload ->> 'user_id')::bigint = inside.user_id
                     OR coming.kind = 'chat_restored'
                     AND EXISTS (
                         SELECT
                         FROM jsonb_array_elements(coming.payload -> 'participants') AS named
                         WHERE (named ->> 'user_id')::bigint = inside.user_id
                     ))
          )
        ORDER BY inside.chat_id, inside.user_id, deletion.position
    ) AS ended
    WHERE p.chat_id = ended.chat_id
      AND p.user_id = ended.user_id;

    UPDATE public.chats AS c
    SET deleted_at = CASE latest.kind WHEN 'chat_deleted' THEN latest.recorded_at END
    FROM (
        SELECT DISTINCT ON (e.chat_id) e.chat_id, e.kind, e.recorded_at
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('chat_deleted', 'chat_restored')
        ORDER BY e.chat_id, e.position DESC
    ) AS latest
    WHERE c.id = latest.chat_id;
END;
$$;
