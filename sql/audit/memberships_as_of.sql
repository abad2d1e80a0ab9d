-- The members of a chat at a time by the log: none of a chat that was deleted then. A role that was changed is that
-- of the latest change.
CREATE OR REPLACE FUNCTION audit.memberships_as_of(_chat_id bigint, _at timestamptz)
RETURNS TABLE (user_id bigint, role text, since timestamptz, added_by bigint)
LANGUAGE sql
STABLE
AS $$
    WITH changes AS MATERIALIZED (
        SELECT e.position, e.recorded_at, e.kind, e.actor_id,
               (member ->> 'user_id')::bigint AS user_id, member ->> 'role' AS role
        FROM public.events AS e
        CROSS JOIN LATERAL jsonb_array_elements(CASE
            WHEN e.kind IN ('chat_created', 'chat_restored') THEN e.payload -> 'participants'
            ELSE jsonb_build_array(e.payload)
        END) AS member
        WHERE e.chat_id = _chat_id
          AND e.recorded_at <= _at
          AND e.kind IN (
              'chat_created', 'chat_restored', 'chat_deleted',
              'participant_joined', 'participant_left', 'participant_role_changed'
          )
    ), latest AS (
        SELECT DISTINCT ON (c.user_id) c.*
        FROM changes AS c
        WHERE c.kind NOT IN ('chat_deleted', 'participant_role_changed')
        ORDER BY c.user_id, c.position DESC
    )
    SELECT l.user_id,
           coalesce((
               SELECT c.role
               FROM changes AS c
               WHERE c.user_id = l.user_id
                 AND c.kind = 'participant_role_changed'
                 AND c.position > l.position
               ORDER BY c.position DESC
               LIMIT 1
           ), l.role),
           l.recorded_at,
           l.actor_id
    FROM latest AS l
    WHERE l.kind <> 'participant_left'
      AND NOT EXISTS (
          SELECT
          FROM changes AS c
          WHERE c.kind = 'chat_deleted'
            AND c.position > l.position
      );
$$;
