-- The recipients of the messages at positions _from to _to, system messages, imported and silent ones
-- excepted: the participants, except the author, who have not read them. The planner inlines it, as it does
-- chat_view().
CREATE OR REPLACE FUNCTION public.recipients(_from bigint, _to bigint)
RETURNS TABLE (
    realm      text,
    chat_id    bigint,
    message_id bigint,
    sent_at    timestamptz,
    user_id    bigint
)
LANGUAGE sql
STABLE
AS $$
    SELECT e.realm,
           e.chat_id,
           e.position,
           e.recorded_at,
           p.user_id
    FROM (
        SELECT e.*
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'message_sent'
          AND e.payload ->> 'type' IS DISTINCT FROM 'system'
          AND e.payload -> 'silent' IS DISTINCT FROM 'true'
          AND NOT public.is_imported(e.position)
        OFFSET 0
    ) AS e
    CROSS JOIN LATERAL (
        SELECT p.*
        FROM public.chat_participants AS p
        WHERE p.chat_id = e.chat_id
        OFFSET 0
    ) AS p
    WHERE p.user_id IS DISTINCT FROM e.actor_id
      AND p.joined_at <= e.recorded_at
      AND p.last_read_id < e.position;
$$;
