-- What a user did to others, such as an admin or a moderator: accounts changed, chats created for others, deleted and
-- renamed, members added, removed and given roles, messages of others deleted, polls of others closed, bans, blocks,
-- reports resolved, and erasures asked for at the desk (without a position). What everybody does (write, read, react,
-- vote) is in user_activity(), what staff read of others in staff_accesses(). Reads the whole log.
--
--     SELECT * FROM audit.actions_of(5, '2026-09-01', '2026-10-01');
CREATE OR REPLACE FUNCTION audit.actions_of(
    user_id   bigint,
    from_time timestamptz DEFAULT '-infinity',
    to_time   timestamptz DEFAULT 'infinity'
)
RETURNS TABLE (
    "position"  bigint,
    at          timestamptz,
    realm       text,
    chat_id     bigint,
    description text,
    text        text
)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
    SELECT e.position, e.recorded_at, e.realm, e.chat_id, audit.fitting(words.description), words.text
    FROM public.events AS e
    CROSS JOIN LATERAL audit.event_in_words(e) AS words
    WHERE e.actor_id = actions_of.user_id
      AND e.recorded_at >= from_time
      AND e.recorded_at < to_time
      AND e.kind NOT IN (
          'message_sent', 'message_edited', 'chat_read', 'chat_read_again', 'chat_marked_unread',
          'chat_hidden', 'chat_settings_changed', 'reaction_added', 'reaction_removed', 'poll_voted',
          'message_reported', 'accessed', 'message_scheduled', 'scheduled_changed', 'scheduled_cancelled',
          'scheduled_failed'
      )
      AND NOT (e.kind IN ('participant_left', 'user_named', 'user_picture_changed', 'user_login_reset')
               AND e.payload @> jsonb_build_object('user_id', e.actor_id))
      AND NOT (e.kind IN ('message_deleted', 'poll_closed') AND EXISTS (
          SELECT
          FROM public.events AS sent
          WHERE sent.position = public.id_in(e.payload, 'message_id')
            AND sent.actor_id = e.actor_id
      ))
    UNION ALL
    SELECT NULL, r.requested_at, r.realm, NULL,
           audit.fitting(audit.said('asked to erase') || ' ' || audit.user_label(r.user_id)), NULL
    FROM public.erasure_requests AS r
    WHERE r.requested_by = actions_of.user_id
      AND r.requested_at >= from_time
      AND r.requested_at < to_time
    ORDER BY 2, 1;
$$;
