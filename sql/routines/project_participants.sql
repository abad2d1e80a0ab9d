-- A step of project(): who is in which chat after the range. Runs after the messages
-- of the range, because who joins starts with everything before as read.
CREATE OR REPLACE FUNCTION public.project_participants(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO public.chat_participants AS p
        (chat_id, user_id, role, joined_at, last_read_id, last_read_seq)
    SELECT joined.chat_id, joined.user_id, joined.role, joined.recorded_at,
           coalesce(read.id, 0), coalesce(read.seq, 0)
    FROM (
        SELECT DISTINCT ON (e.chat_id, (member ->> 'user_id')::bigint)
               e.chat_id,
               (member ->> 'user_id')::bigint AS user_id,
               coalesce(member ->> 'role', 'member') AS role,
               e.position,
               e.recorded_at
        FROM public.events AS e
        CROSS JOIN LATERAL jsonb_array_elements(
            CASE e.kind
                WHEN 'chat_created' THEN e.payload -> 'participants'
                ELSE jsonb_build_array(e.payload)
            END
        ) AS member
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('chat_created', 'participant_joined')
        ORDER BY e.chat_id, (member ->> 'user_id')::bigint, e.position DESC
    ) AS joined
    LEFT JOIN LATERAL (
        SELECT m.id, m.seq
        FROM public.messages AS m
        WHERE m.chat_id = joined.chat_id
          AND m.id < joined.position
        ORDER BY m.id DESC
        LIMIT 1
    ) AS read ON true
    ON CONFLICT (chat_id, user_id) DO UPDATE
    SET role = excluded.role,
        joined_at = excluded.joined_at,
        left_at = NULL,
        last_read_id = greatest(p.last_read_id, excluded.last_read_id),
        last_read_seq = greatest(p.last_read_seq, excluded.last_read_seq);

    UPDATE public.chat_participants AS p
    SET left_at = gone.recorded_at
    FROM (
        SELECT DISTINCT ON (e.chat_id, (e.payload ->> 'user_id')::bigint)
               e.chat_id, (e.payload ->> 'user_id')::bigint AS user_id, e.kind, e.recorded_at
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('participant_joined', 'participant_left')
        ORDER BY e.chat_id, (e.payload ->> 'user_id')::bigint, e.position DESC
    ) AS gone
    WHERE gone.kind = 'participant_left'
      AND p.chat_id = gone.chat_id
      AND p.user_id = gone.user_id;
END;
$$;
