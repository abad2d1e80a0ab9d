-- A step of project(): chats that were deleted and restored in the range. Runs after the joins and
-- leaves of the range, because a deletion removes all current participants.
INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_chat_deletions', 60, '{chat_deleted, chat_restored}');

CREATE OR REPLACE FUNCTION public.project_chat_deletions(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    WITH ended AS MATERIALIZED (
        SELECT DISTINCT ON (member.chat_id, member.user_id)
               member.chat_id, member.user_id, deletion.recorded_at, deletion.position
        FROM public.events AS deletion
        JOIN LATERAL (
            SELECT p.*
            FROM public.chat_participants AS p
            WHERE p.chat_id = deletion.chat_id
            OFFSET 0
        ) AS member ON true
        WHERE deletion.position BETWEEN _from AND _to
          AND deletion.kind = 'chat_deleted'
          -- Users who joined after the deletion stay participants.
          AND NOT EXISTS (
              SELECT
              FROM public.events AS later
              WHERE later.chat_id = deletion.chat_id
                AND later.position + 0 > deletion.position
                AND later.position + 0 <= _to
                AND (later.kind = 'participant_joined'
                     AND (later.payload ->> 'user_id')::bigint = member.user_id
                     OR later.kind = 'chat_restored'
                     AND EXISTS (
                         SELECT
                         FROM jsonb_array_elements(later.payload -> 'participants') AS restored
                         WHERE (restored ->> 'user_id')::bigint = member.user_id
                     ))
              OFFSET 0
          )
        ORDER BY member.chat_id, member.user_id, deletion.position
    ), removed AS (
        DELETE FROM public.chat_participants AS p
        USING ended
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.chat_participants AS f
            WHERE f.chat_id = ended.chat_id
              AND f.user_id = ended.user_id
            OFFSET 0
        ) AS found
        WHERE p.ctid = found.ctid
        RETURNING p.*, ended.recorded_at, ended.position
    )
    INSERT INTO public.former_participants
        (id, chat_id, user_id, role, joined_at, last_read_id, last_read_seq, left_at, left_position)
    SELECT r.id, r.chat_id, r.user_id, r.role, r.joined_at, r.last_read_id, r.last_read_seq,
           r.recorded_at, r.position
    FROM removed AS r;

    UPDATE public.chats AS c
    SET deleted_at = CASE latest.kind WHEN 'chat_deleted' THEN latest.recorded_at END
    FROM (
        SELECT DISTINCT ON (e.chat_id) e.chat_id, e.kind, e.recorded_at
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('chat_deleted', 'chat_restored')
        ORDER BY e.chat_id, e.position DESC
    ) AS latest
    CROSS JOIN LATERAL (
        SELECT f.ctid
        FROM public.chats AS f
        WHERE f.id = latest.chat_id
        OFFSET 0
    ) AS found
    WHERE c.ctid = found.ctid;
END;
$$;
