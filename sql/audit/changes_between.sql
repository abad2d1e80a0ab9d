-- How a chat differs between two times: messages that were sent, edited and deleted, those that came and went in
-- between too, and who became or ceased to be a member.
--
--     SELECT * FROM audit.changes_between(1, '2026-10-04', '2026-10-05');
CREATE OR REPLACE FUNCTION audit.changes_between(chat_id bigint, from_time timestamptz, to_time timestamptz)
RETURNS TABLE (change text, at timestamptz, message_id bigint, who text, before text, after text)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
    SELECT audit.require_chat(chat_id);

    WITH of_chat AS MATERIALIZED (
        SELECT e.position, e.recorded_at, e.kind, e.actor_id,
               coalesce(public.id_in(e.payload, 'message_id'), e.position) AS message_id,
               audit.event_text(e) AS text
        FROM public.events AS e
        WHERE e.chat_id = changes_between.chat_id
          AND e.recorded_at <= to_time
          AND e.kind IN ('message_sent', 'message_edited', 'message_deleted')
    ), changed AS MATERIALIZED (
        SELECT c.message_id, min(c.position) AS first, max(c.position) AS last,
               bool_or(c.kind = 'message_sent') AS is_new, bool_or(c.kind = 'message_deleted') AS is_deleted
        FROM of_chat AS c
        WHERE c.recorded_at > from_time
        GROUP BY c.message_id
    ), texts AS MATERIALIZED (
        SELECT c.message_id,
               (array_agg(c.text ORDER BY c.position DESC) FILTER (WHERE c.recorded_at <= from_time))[1] AS before,
               (array_agg(c.text ORDER BY c.position DESC))[1] AS after
        FROM of_chat AS c
        JOIN changed USING (message_id)
        WHERE c.kind <> 'message_deleted'
        GROUP BY c.message_id
    ), answer AS (
        SELECT CASE
                   WHEN c.is_new AND c.is_deleted THEN 'sent and deleted'
                   WHEN c.is_deleted THEN 'deleted'
                   WHEN c.is_new THEN 'sent'
                   ELSE 'edited'
               END AS change,
               told.recorded_at, c.message_id, told.actor_id, told.position,
               t.before, CASE WHEN NOT c.is_deleted OR c.is_new THEN t.after END AS after
        FROM changed AS c
        JOIN texts AS t USING (message_id)
        JOIN of_chat AS told
            ON told.position = CASE WHEN c.is_new AND NOT c.is_deleted THEN c.first ELSE c.last END
        UNION ALL
        SELECT 'joined', later.since, NULL, later.user_id, NULL, NULL, later.role
        FROM audit.memberships_as_of(chat_id, to_time) AS later
        WHERE later.user_id NOT IN (SELECT m.user_id FROM audit.memberships_as_of(chat_id, from_time) AS m)
        UNION ALL
        SELECT 'left',
               (
                   SELECT max(e.recorded_at)
                   FROM public.events AS e
                   WHERE e.chat_id = changes_between.chat_id
                     AND e.recorded_at <= to_time
                     AND (e.kind = 'chat_deleted'
                          OR e.kind = 'participant_left'
                             AND public.id_in(e.payload, 'user_id') = earlier.user_id)
               ),
               NULL, earlier.user_id, NULL, earlier.role, NULL
        FROM audit.memberships_as_of(chat_id, from_time) AS earlier
        WHERE earlier.user_id NOT IN (SELECT m.user_id FROM audit.memberships_as_of(chat_id, to_time) AS m)
    )
    SELECT audit.said(a.change), a.recorded_at, a.message_id,
           audit.label_at(a.actor_id, coalesce(a.position, until.rename)), a.before, a.after
    FROM (SELECT audit.rename_after(to_time) AS rename OFFSET 0) AS until
    CROSS JOIN answer AS a
    ORDER BY a.recorded_at, a.position, a.actor_id;
$$;
