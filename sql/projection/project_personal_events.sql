-- A step of project(): the events that concern users outside of their chats: for both users of a block, and those
-- about scheduled messages for their author, who may be in the chat no longer.
INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES (
    'project_personal_events', 92,
    '{user_blocked, user_unblocked, message_scheduled, scheduled_changed, scheduled_cancelled,
      scheduled_failed}'
);

CREATE OR REPLACE FUNCTION public.project_personal_events(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO public.personal_events (user_id, id)
    SELECT DISTINCT concerned.user_id, e.position
    FROM public.events AS e
    CROSS JOIN LATERAL (
        VALUES
            (coalesce((e.payload ->> 'blocker_id')::bigint, e.actor_id)),
            ((e.payload ->> 'user_id')::bigint)
    ) AS concerned (user_id)
    WHERE e.position BETWEEN _from AND _to
      AND e.kind IN ('user_blocked', 'user_unblocked', 'message_scheduled', 'scheduled_changed',
                     'scheduled_cancelled', 'scheduled_failed')
      -- Manual SQL may omit the actor.
      AND concerned.user_id IS NOT NULL;
END;
$$;
